package dev.tlora.ingest.rest;

import java.net.URI;

/**
 * The answer to an order that was taken.
 *
 * @param runId names the run
 * @param run where to ask how it goes
 * @param events where to follow it
 */
record Submitted(String runId, URI run, URI events) {

    static Submitted of(String runId) {
        return new Submitted(
                runId, URI.create("/runs/" + runId), URI.create("/runs/" + runId + "/events"));
    }
}
