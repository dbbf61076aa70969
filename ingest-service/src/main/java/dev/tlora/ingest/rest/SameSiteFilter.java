package dev.tlora.ingest.rest;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Keeps pages of other sites from ordering or stopping runs with the browser of someone who can
 * reach the fleet. Programs do not send the header that browsers do.
 */
class SameSiteFilter {

    private static final Set<String> READING =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
    private static final Set<String> FOREIGN = Set.of("cross-site", "same-site");

    @ServerRequestFilter
    Optional<Response> refuseForeignPages(ContainerRequestContext request) {
        String site = request.getHeaderString("Sec-Fetch-Site");
        if (site == null || !FOREIGN.contains(site) || READING.contains(request.getMethod())) {
            return Optional.empty();
        }
        return Optional.of(
                ProblemDetail.of(Status.FORBIDDEN, "pages of other sites may not do this")
                        .response());
    }
}
