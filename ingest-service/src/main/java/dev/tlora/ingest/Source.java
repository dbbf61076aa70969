package dev.tlora.ingest;

/** Where an order's record lies. */
record Source(String topic, int partition, long offset) {}
