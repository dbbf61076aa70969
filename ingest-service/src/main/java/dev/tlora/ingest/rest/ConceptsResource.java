package dev.tlora.ingest.rest;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.ingest.Attachments;
import dev.tlora.ingest.Submissions;
import dev.tlora.ingest.access.Caller;
import dev.tlora.ingest.photo.Uploads;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/** Orders. */
@Path("/concepts")
@Produces({MediaType.APPLICATION_JSON, ProblemDetail.MEDIA_TYPE})
@Tag(name = "Orders", description = "From one photo to a run")
class ConceptsResource {

    /** JSON is held in memory whole; forms go through files. */
    private static final int MOST_JSON_BYTES = 32 * 1024 * 1024;

    private final Submissions submissions;
    private final Caller caller;
    private final Uploads uploads;

    @Inject
    ConceptsResource(Submissions submissions, Caller caller, ArtifactStore store) {
        this.submissions = submissions;
        this.caller = caller;
        uploads = new Uploads(store);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "orderRun",
            summary = "Order an adapter for the thing on a photo",
            description =
                    "Takes a concept event, the same that may be produced to tlora.concepts. The"
                            + " same order twice is one run.")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        examples = {
                            @ExampleObject(
                                    name = "smallest",
                                    value = OpenApiExamples.SMALLEST_ORDER),
                            @ExampleObject(name = "everything", value = OpenApiExamples.FULL_ORDER)
                        }),
                @Content(
                        mediaType = MediaType.MULTIPART_FORM_DATA,
                        schema = @Schema(implementation = OrderFormFields.class))
            })
    @APIResponse(
            responseCode = "202",
            description = "The order is sound and on its way",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Submitted.class),
                            examples =
                                    @ExampleObject(
                                            name = "taken",
                                            value = OpenApiExamples.SUBMITTED)))
    @APIResponse(
            responseCode = "400",
            description = "The order cannot be carried out; says everything that is wrong",
            content =
                    @Content(
                            mediaType = ProblemDetail.MEDIA_TYPE,
                            schema = @Schema(implementation = ProblemDetail.class),
                            examples =
                                    @ExampleObject(
                                            name = "refused",
                                            value = OpenApiExamples.REFUSED)))
    @APIResponse(
            responseCode = "409",
            description = "The run's name belongs to another order",
            content =
                    @Content(
                            mediaType = ProblemDetail.MEDIA_TYPE,
                            schema = @Schema(implementation = ProblemDetail.class)))
    public Response order(InputStream body) throws IOException {
        byte[] order = body.readNBytes(MOST_JSON_BYTES + 1);
        if (order.length > MOST_JSON_BYTES) {
            throw new ClientErrorException(
                    "the order has more than %d bytes; upload its photos as a form"
                            .formatted(MOST_JSON_BYTES),
                    Status.REQUEST_ENTITY_TOO_LARGE);
        }
        return submit(order, new Attachments(uploads));
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(operationId = "orderRunByForm", hidden = true)
    public Response order(
            @RequestBody(content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
                    MultipartFormDataInput form)
            throws IOException {
        Attachments attached = new Attachments(uploads);
        return submit(new OrderForm(form, attached).order(), attached);
    }

    private Response submit(byte[] order, Attachments attached) {
        Submitted submitted = Submitted.of(submissions.submit(order, attached, caller.access()));
        return Response.accepted(submitted).location(submitted.run()).build();
    }
}
