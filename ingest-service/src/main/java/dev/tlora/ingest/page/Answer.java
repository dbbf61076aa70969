package dev.tlora.ingest.page;

import dev.tlora.schemas.Problem;
import java.util.List;

/**
 * What the page says to an order. Public because the template engine looks at it by reflection.
 *
 * @param runId {@code null} when the order was refused
 * @param problems why it was refused; empty when it was taken
 */
public record Answer(String runId, List<Problem> problems) {

    public Answer {
        problems = List.copyOf(problems);
    }
}
