package dev.tlora.ingest.deadletter;

/**
 * What a replay did.
 *
 * @param replayed dead letters put back
 * @param skipped those asked for that cannot be put back: cut off, or no JSON to amend
 * @param left dead letters that nobody has put back yet
 */
record Replayed(String topic, int replayed, int skipped, int left) {}
