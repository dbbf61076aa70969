/**
 * Turns orders on {@code tlora.concepts} into runs that trainers can take: checks, accepts, encodes
 * and hands over. Hides how an order taken twice stays one run.
 */
package dev.tlora.ingest;
