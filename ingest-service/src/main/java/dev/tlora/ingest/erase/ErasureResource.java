package dev.tlora.ingest.erase;

import dev.tlora.ingest.access.Access;
import dev.tlora.ingest.access.Caller;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Erasing on request. */
@Path("/concepts/{conceptId}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Orders", description = "From one photo to a run")
@Blocking
class ErasureResource {

    private final ConceptErasure erasure;
    private final Caller caller;

    @Inject
    ErasureResource(ConceptErasure erasure, Caller caller) {
        this.erasure = erasure;
        this.caller = caller;
    }

    @DELETE
    @Operation(
            operationId = "eraseConcept",
            summary = "Erase a concept with all its runs",
            description =
                    "Stops what runs, deletes photos, adapters and images, and tells the topics"
                            + " that they are gone. An order without a concept's name has its run's.")
    @APIResponse(
            responseCode = "200",
            description = "What was removed, and what is kept until when")
    @APIResponse(responseCode = "404", description = "There is no such concept")
    public ErasureReport erase(
            String conceptId,
            @QueryParam("dryRun")
                    @DefaultValue("false")
                    @Parameter(description = "Whether to say only what would be removed")
                    boolean dryRun) {
        Access access = caller.access();
        Optional<ErasureReport> report =
                dryRun ? erasure.plan(conceptId, access) : erasure.erase(conceptId, access);
        return report.orElseThrow(
                () ->
                        new NotFoundException(
                                "there is no concept '%s'; GET /runs lists those of all runs"
                                        .formatted(conceptId)));
    }
}
