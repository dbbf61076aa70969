package dev.tlora.ingest.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tlora.schemas.Problem;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * Why a request was not granted, as RFC 9457 has it.
 *
 * @param type names the kind of problem; {@code about:blank} says no more than the status
 * @param title the kind of problem in words
 * @param status the HTTP status
 * @param detail this very problem and its remedy
 * @param problems everything that is wrong with an order, each with its JSON path
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ProblemDetail(String type, String title, int status, String detail, List<Problem> problems) {

    static final String MEDIA_TYPE = "application/problem+json";

    private static final String UNNAMED = "about:blank";

    ProblemDetail {
        problems = List.copyOf(problems);
    }

    static ProblemDetail of(Response.StatusType status, String detail) {
        return new ProblemDetail(
                UNNAMED, status.getReasonPhrase(), status.getStatusCode(), detail, List.of());
    }

    Response response() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }
}
