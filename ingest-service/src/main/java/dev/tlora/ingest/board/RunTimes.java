package dev.tlora.ingest.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * When a run reached its stages; {@code null} for those it has not reached.
 *
 * @param submitted when it was ordered here
 * @param accepted when its order was found sound
 * @param prepared when its photos were encoded
 * @param trainingStarted when the latest attempt began
 * @param published when its adapter was written
 * @param ended when it was scored, rejected, cancelled or failed
 * @param updated when it was last heard of; never {@code null}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunTimes(
        Instant submitted,
        Instant accepted,
        Instant prepared,
        Instant trainingStarted,
        Instant published,
        Instant ended,
        Instant updated) {

    /** When the run was first heard of, as far as that is remembered. */
    public Instant began() {
        return Stream.of(submitted, accepted, updated)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
