package dev.tlora.ingest.board;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How much of a stage is done.
 *
 * @param done units finished
 * @param total units of the whole stage, at least 1
 * @param unit {@code steps} or {@code images}
 * @param loss smoothed training loss; {@code null} outside training
 * @param etaSeconds until the stage is done; {@code null} where unknown
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Progress(int done, int total, String unit, Double loss, Double etaSeconds) {

    /** Rounded down, so that 100 means done. */
    public int percent() {
        return (int) (100L * done / total);
    }
}
