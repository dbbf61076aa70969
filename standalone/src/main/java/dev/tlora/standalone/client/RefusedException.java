package dev.tlora.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.schemas.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The fleet refused an order; says everything that is wrong with it. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RefusedException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n       ")));
    }

    static RefusedException of(JsonNode answer) {
        List<Problem> problems = new ArrayList<>();
        for (JsonNode problem : answer.path("problems")) {
            problems.add(
                    new Problem(problem.path("path").asText(), problem.path("message").asText()));
        }
        return new RefusedException(problems);
    }
}
