package dev.tlora.ingest.erase;

import dev.tlora.ingest.board.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What an erasure has removed, or would remove.
 *
 * @param erased whether it was carried out
 * @param time when
 * @param uploads keys of photos that came with its orders and that no other run is made from
 * @param artifacts how many files, uploads included
 * @param bytes how many altogether
 * @param tombstones records without a value, by topic
 * @param kept what goes by itself later
 */
public record ErasureReport(
        String conceptId,
        boolean erased,
        Instant time,
        List<Run> runs,
        List<String> uploads,
        int artifacts,
        long bytes,
        Map<String, Integer> tombstones,
        List<Kept> kept) {

    public ErasureReport {
        runs = List.copyOf(runs);
        uploads = List.copyOf(uploads);
        tombstones = Map.copyOf(tombstones);
        kept = List.copyOf(kept);
    }

    /**
     * A run of the concept.
     *
     * @param state before it was erased; {@code null} where it is not remembered
     * @param stopped whether it works no more; what a worker that does not answer writes later is
     *     for another erasure
     */
    public record Run(String runId, RunState state, boolean stopped, int artifacts, long bytes) {}

    /**
     * Records that cannot be removed one by one.
     *
     * @param until {@code null} where it is not for a certain time
     */
    public record Kept(String where, Instant until, String what) {}
}
