package dev.tlora.ingest.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.ingest.Attachments;
import dev.tlora.ingest.RefusedOrderException;
import dev.tlora.ingest.Submissions;
import dev.tlora.ingest.access.Access;
import dev.tlora.ingest.access.Caller;
import dev.tlora.ingest.board.RunBoard;
import dev.tlora.ingest.board.RunView;
import dev.tlora.ingest.photo.Uploads;
import dev.tlora.ingest.rest.OrderForm;
import dev.tlora.runtime.Models;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** The page and the pieces of it that change. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
class PageResource {

    /** Often enough to look live, seldom enough for a hundred runs at once. */
    private static final Duration PULSE = Duration.ofMillis(500);

    private static final String POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:";

    private final RunBoard board;
    private final Caller caller;
    private final Templates templates;
    private final Models models;
    private final Submissions submissions;
    private final Uploads uploads;
    private final ObjectMapper json = new ObjectMapper();

    @Inject
    PageResource(
            RunBoard board,
            Caller caller,
            Templates templates,
            Models models,
            Submissions submissions,
            ArtifactStore store) {
        this.board = board;
        this.caller = caller;
        this.templates = templates;
        this.models = models;
        this.submissions = submissions;
        uploads = new Uploads(store);
    }

    @GET
    @Operation(hidden = true)
    public Response page() {
        return html(templates.page(models.names(), cards()));
    }

    @GET
    @Path("/page/runs")
    @Operation(hidden = true)
    public Response runs() {
        return html(templates.runs(cards()));
    }

    private List<RunCard> cards() {
        return visible().map(RunCard::of).toList();
    }

    @GET
    @Path("/page/runs/{runId}")
    @Operation(hidden = true)
    public Response run(String runId) {
        return html(templates.runs(board.foresee(runId).stream().map(RunCard::of).toList()));
    }

    /** The ids of runs that changed, a few times a second. */
    @GET
    @Path("/page/changes")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.TEXT_PLAIN)
    @Operation(hidden = true)
    public Multi<String> changes() {
        Access access = caller.access();
        return board.changes()
                .filter(runId -> covers(access, runId))
                .group()
                .intoLists()
                .every(PULSE)
                .select()
                .where(changed -> !changed.isEmpty())
                .map(this::json);
    }

    private Stream<RunView> visible() {
        Access access = caller.access();
        return board.list().stream().filter(run -> access.covers(run.tenant()));
    }

    private boolean covers(Access access, String runId) {
        return board.find(runId).filter(run -> access.covers(run.tenant())).isPresent();
    }

    private String json(List<String> runIds) {
        try {
            return json.writeValueAsString(runIds.stream().distinct().toList());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write ids as JSON", e);
        }
    }

    @POST
    @Path("/page/orders")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(hidden = true)
    public Response order(MultipartFormDataInput form) throws IOException {
        Attachments attached = new Attachments(uploads);
        try {
            String runId =
                    submissions.submit(
                            new OrderForm(form, attached).order(), attached, caller.access());
            return html(templates.answer(new Answer(runId, List.of())));
        } catch (RefusedOrderException e) {
            return html(templates.answer(new Answer(null, e.problems())));
        }
    }

    private static Response html(String text) {
        return Response.ok(text).header("Content-Security-Policy", POLICY).build();
    }
}
