/**
 * Notices when all planned images of a run are scored or lost, with Kafka Streams. Hides what is
 * remembered of unfinished runs and where.
 */
package dev.tlora.evaluator.fold;
