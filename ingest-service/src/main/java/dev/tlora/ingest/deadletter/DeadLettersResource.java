package dev.tlora.ingest.deadletter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.TopicSpec;
import dev.tlora.schemas.Topics;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Records that could not be processed. */
@Path("/dead-letters/{topic}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Dead letters", description = "What could not be processed, and putting it back")
@Blocking
class DeadLettersResource {

    /** Strict: a misspelt filter would put everything back. */
    private static final ObjectMapper JSON =
            EventJson.newMapper()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private final DeadLetterBox box;

    @Inject
    DeadLettersResource(DeadLetterBox box) {
        this.box = box;
    }

    @GET
    @Operation(
            operationId = "listDeadLetters",
            summary = "The dead letters of a topic",
            description = "The topic is the one they came from, such as tlora.latents.")
    @APIResponse(responseCode = "200", description = "The oldest first")
    @APIResponse(responseCode = "404", description = "There is no such topic")
    public List<DeadLetter> list(String topic) {
        return box.list(known(topic));
    }

    @POST
    @Path("/replay")
    @Consumes({MediaType.APPLICATION_JSON, MediaType.WILDCARD})
    @Operation(
            operationId = "replayDeadLetters",
            summary = "Puts dead letters back into the topic they came from",
            description =
                    "All of them, or those of one reason or key; amend is merged into each record"
                            + " (RFC 7396). Without a body, all that were not put back before.")
    @APIResponse(responseCode = "200", description = "How many were put back")
    @APIResponse(responseCode = "404", description = "There is no such topic")
    public Replayed replay(
            String topic,
            @RequestBody(content = @Content(schema = @Schema(implementation = ReplayOrder.class)))
                    String order) {
        return box.replay(known(topic), parse(order));
    }

    /** Read here, since a request without a body may carry any content type. */
    private static ReplayOrder parse(String order) {
        if (order == null || order.isBlank()) {
            return ReplayOrder.ALL;
        }
        try {
            return JSON.readValue(order, ReplayOrder.class);
        } catch (JsonProcessingException e) {
            throw new BadRequestException(
                    "the body must be like {\"reason\": \"nan\", \"amend\": {…}}: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    private static String known(String topic) {
        return Topics.live().stream()
                .map(TopicSpec::name)
                .filter(topic::equals)
                .findFirst()
                .orElseThrow(
                        () ->
                                new NotFoundException(
                                        "there is no topic '%s'; there are %s"
                                                .formatted(
                                                        topic,
                                                        Topics.live().stream()
                                                                .map(TopicSpec::name)
                                                                .toList())));
    }
}
