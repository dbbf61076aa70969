package dev.tlora.ingest.rest;

import dev.tlora.artifacts.UnavailableException;
import dev.tlora.ingest.RefusedOrderException;
import dev.tlora.runtime.BrokerUnavailableException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.UUID;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what is thrown into problem details. */
class ProblemMappers {

    private static final Logger LOGGER = Logger.getLogger(ProblemMappers.class);
    private static final String RETRY_SECONDS = "5";

    @ServerExceptionMapper
    Response refused(RefusedOrderException e) {
        Status status = e.isConflict() ? Status.CONFLICT : Status.BAD_REQUEST;
        return new ProblemDetail(
                        e.isConflict() ? "urn:tlora:run-taken" : "urn:tlora:order-refused",
                        "The order cannot be carried out",
                        status.getStatusCode(),
                        e.getMessage(),
                        e.problems())
                .response();
    }

    @ServerExceptionMapper
    Response storeAway(UnavailableException e) {
        return away(e);
    }

    @ServerExceptionMapper
    Response brokerAway(BrokerUnavailableException e) {
        return e.getCause() instanceof RecordTooLargeException
                ? ProblemDetail.of(
                                Status.REQUEST_ENTITY_TOO_LARGE,
                                "the order is larger than the broker takes; give fewer or shorter"
                                        + " prompts")
                        .response()
                : away(e);
    }

    private static Response away(RuntimeException e) {
        LOGGER.warnf(e, "request cannot be served now: cause=%s", e.getMessage());
        ProblemDetail problem =
                ProblemDetail.of(
                        Status.SERVICE_UNAVAILABLE,
                        "the fleet's store or broker is away; try again in a moment");
        return Response.fromResponse(problem.response())
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .build();
    }

    /** Keeps headers such as {@code WWW-Authenticate}. */
    @ServerExceptionMapper
    Response http(WebApplicationException e) {
        ProblemDetail problem = ProblemDetail.of(e.getResponse().getStatusInfo(), e.getMessage());
        return Response.fromResponse(e.getResponse())
                .type(ProblemDetail.MEDIA_TYPE)
                .entity(problem)
                .build();
    }

    @ServerExceptionMapper
    Response unexpected(RuntimeException e) {
        String id = UUID.randomUUID().toString();
        LOGGER.errorf(e, "request failed: problemId=%s", id);
        return ProblemDetail.of(
                        Status.INTERNAL_SERVER_ERROR,
                        "unexpected; the service's log says more under id " + id)
                .response();
    }
}
