package dev.tlora.ingest.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * When a run may be finished, judged by the latest finished runs of its model. Absent where there
 * is none.
 *
 * @param ahead earlier runs that have not passed the stage that this one waits for; {@code null}
 *     once it is being worked on
 * @param finishP50 as likely earlier as later; {@code null} without history
 * @param finishP90 later in one case of ten; {@code null} without history
 * @param history how many finished runs this is judged by
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Outlook(Integer ahead, Instant finishP50, Instant finishP90, int history) {}
