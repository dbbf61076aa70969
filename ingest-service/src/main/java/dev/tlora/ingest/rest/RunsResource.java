package dev.tlora.ingest.rest;

import dev.tlora.ingest.access.Access;
import dev.tlora.ingest.access.Caller;
import dev.tlora.ingest.board.RunBoard;
import dev.tlora.ingest.board.RunView;
import dev.tlora.ingest.board.Told;
import dev.tlora.runtime.EventSender;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.Topics;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is known of runs. */
@Path("/runs")
@Produces({MediaType.APPLICATION_JSON, ProblemDetail.MEDIA_TYPE})
@Tag(name = "Runs", description = "How runs go, and their end")
class RunsResource {

    private static final long FROM_THE_FIRST = -1;

    private final RunBoard board;
    private final Caller caller;
    private final EventSender sender;
    private final Clock clock;

    @Inject
    RunsResource(RunBoard board, Caller caller, EventSender sender, Clock clock) {
        this.board = board;
        this.caller = caller;
        this.sender = sender;
        this.clock = clock;
    }

    @GET
    @Operation(operationId = "listRuns", summary = "All runs, the one that began last first")
    public List<RunView> list() {
        Access access = caller.access();
        return board.list().stream().filter(run -> access.covers(run.tenant())).toList();
    }

    @GET
    @Path("/{runId}")
    @Operation(operationId = "getRun", summary = "One run")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = RunView.class),
                            examples =
                                    @ExampleObject(name = "training", value = OpenApiExamples.RUN)))
    @APIResponse(responseCode = "404", description = "There is no such run")
    public RunView get(String runId) {
        return board.foresee(runId).orElseThrow(() -> unknown(runId));
    }

    @GET
    @Path("/{runId}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "followRun",
            summary = "A run's events so far, then as they come, up to its end",
            description = "Each event's data is the JSON of the record on tlora.runs.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            examples =
                                    @ExampleObject(
                                            name = "progress",
                                            value = OpenApiExamples.EVENTS)))
    public Multi<OutboundSseEvent> events(
            String runId,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER)
                    @Parameter(description = "Skips the events up to this one")
                    String lastEventId,
            @Context Sse sse) {
        get(runId);
        return KeepAlive.around(
                board.follow(runId, offset(lastEventId)).map(told -> event(told, sse)), sse);
    }

    private static long offset(String lastEventId) {
        try {
            return lastEventId == null ? FROM_THE_FIRST : Long.parseLong(lastEventId);
        } catch (NumberFormatException e) {
            return FROM_THE_FIRST;
        }
    }

    private static OutboundSseEvent event(Told told, Sse sse) {
        return sse.newEventBuilder()
                .id(String.valueOf(told.offset()))
                .name(told.event().type())
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(new String(EventJson.write(told.event()), StandardCharsets.UTF_8))
                .build();
    }

    @DELETE
    @Path("/{runId}")
    @Operation(
            operationId = "cancelRun",
            summary = "Stop a run that waits or runs",
            description = "The run is asked to stop; run-cancelled.v1 tells that it has.")
    @APIResponse(responseCode = "202", description = "The run was asked to stop")
    @APIResponse(responseCode = "404", description = "There is no such run")
    @APIResponse(responseCode = "409", description = "The run has already ended")
    public Response cancel(
            String runId,
            @QueryParam("removeArtifacts")
                    @DefaultValue("false")
                    @Parameter(description = "Whether to delete what the run has written")
                    boolean removeArtifacts) {
        RunView run = get(runId);
        if (run.state().isEnd()) {
            throw new ClientErrorException(
                    "run %s is %s already".formatted(runId, run.state().wireName()),
                    Status.CONFLICT);
        }
        sender.send(Topics.CONTROL, new CancelRequested(runId, clock.instant(), removeArtifacts));
        return Response.accepted(run).build();
    }

    private static NotFoundException unknown(String runId) {
        return new NotFoundException("there is no run '%s'; GET /runs lists all".formatted(runId));
    }
}
