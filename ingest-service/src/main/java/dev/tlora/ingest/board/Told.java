package dev.tlora.ingest.board;

import dev.tlora.schemas.RunEvent;

/**
 * An event of a run and its place on {@code tlora.runs}.
 *
 * @param offset grows from event to event of one run, since they share a partition
 */
public record Told(long offset, RunEvent event) {}
