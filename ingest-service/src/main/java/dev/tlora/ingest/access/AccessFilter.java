package dev.tlora.ingest.access;

import dev.tlora.ingest.board.RunBoard;
import dev.tlora.ingest.board.RunView;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Admits requests: with a key, for what the key permits, to runs of its tenant. A run of someone
 * else is answered like one that does not exist. Health and metrics, below {@code /q}, are not this
 * filter's.
 */
class AccessFilter {

    private static final Pattern RUN = Pattern.compile("/?(?:page/)?runs/([^/]+).*");
    private static final Pattern CONCEPT = Pattern.compile("/?concepts/.+");
    private static final Pattern DEAD_LETTERS = Pattern.compile("/?dead-letters(/.*)?");
    private static final List<String> READING =
            List.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Keys keys;
    private final Caller caller;
    private final RunBoard board;

    @Inject
    AccessFilter(Keys keys, Caller caller, RunBoard board) {
        this.keys = keys;
        this.caller = caller;
        this.board = board;
    }

    @ServerRequestFilter
    @Priority(Priorities.AUTHENTICATION)
    public void admit(ContainerRequestContext request) {
        Access access =
                keys.of(request.getHeaderString(HttpHeaders.AUTHORIZATION))
                        .orElseThrow(AccessFilter::unknown);
        String path = request.getUriInfo().getPath();
        Scope scope = scope(access, request.getMethod(), path);
        if (!access.permits(scope)) {
            throw new ForbiddenException(
                    "the key '%s' lacks the scope %s".formatted(access.name(), scope));
        }
        requireCovered(access, path);
        caller.is(access);
    }

    private static NotAuthorizedException unknown() {
        return new NotAuthorizedException(
                "this needs a key; send it as 'Authorization: Bearer KEY'",
                "Bearer realm=\"tlora\"",
                "Basic realm=\"tlora\"");
    }

    private static Scope scope(Access access, String method, String path) {
        if (method.equals(HttpMethod.DELETE) && CONCEPT.matcher(path).matches()) {
            return erasure(access);
        }
        if (DEAD_LETTERS.matcher(path).matches()) {
            return Scope.ADMIN;
        }
        if (READING.contains(method)) {
            return Scope.READ;
        }
        return method.equals(HttpMethod.DELETE) ? Scope.CANCEL : Scope.ORDER;
    }

    /** Whoever may stop the runs of one tenant may erase them, too. */
    private static Scope erasure(Access access) {
        return access.permits(Scope.CANCEL) && access.tenantIfAny().isPresent()
                ? Scope.CANCEL
                : Scope.ADMIN;
    }

    private void requireCovered(Access access, String path) {
        Matcher run = RUN.matcher(path);
        if (run.matches() && access.tenantIfAny().isPresent()) {
            String owner = board.find(run.group(1)).map(RunView::tenant).orElse(null);
            if (!access.covers(owner)) {
                throw new NotFoundException(
                        "there is no run '%s'; GET /runs lists all".formatted(run.group(1)));
            }
        }
    }
}
