package dev.tlora.ingest.rest;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.schemas.concept.RunIds;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The artefacts of runs. Store keys cannot leave the run's folder: they know no dots. */
@Path("/runs/{runId}/files")
@Tag(name = "Artefacts", description = "What a run has written")
class RunFilesResource {

    private static final String BINARY = "application/octet-stream";
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "png", "image/png",
                    "json", "application/json",
                    "csv", "text/csv; charset=utf-8");

    /** A report holds words of whoever ordered it; it may show pictures and do nothing else. */
    private static final String NOTHING_BUT_PICTURES =
            "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; sandbox"
                    + " allow-same-origin allow-top-navigation-by-user-activation allow-popups";

    private final ArtifactStore store;

    @Inject
    RunFilesResource(ArtifactStore store) {
        this.store = store;
    }

    @GET
    @Operation(operationId = "listRunFiles", summary = "Names of a run's artefacts")
    public List<String> list(String runId) {
        String folder = folder(runId);
        return store.list(folder).stream().map(key -> key.substring(folder.length() + 1)).toList();
    }

    @GET
    @Path("/{file: .+}")
    @Operation(
            operationId = "getRunFile",
            summary = "One artefact",
            description =
                    "Such as report.html, contact-sheet.png, scores.json, manifest.json or"
                            + " adapter/tlora.safetensors.")
    @APIResponse(responseCode = "200", description = "The file")
    @APIResponse(responseCode = "404", description = "There is no such file")
    public Response get(String runId, String file) {
        try {
            InputStream content = store.open(folder(runId) + "/" + file);
            return Response.ok(content, type(file))
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Content-Security-Policy", NOTHING_BUT_PICTURES)
                    .header(HttpHeaders.CACHE_CONTROL, caching(file))
                    .build();
        } catch (InvalidLocationException | dev.tlora.artifacts.NotFoundException e) {
            throw new NotFoundException(
                    "run '%s' has no file '%s'; GET /runs/%1$s/files lists all"
                            .formatted(runId, file),
                    e);
        }
    }

    private static String folder(String runId) {
        try {
            return RunLayout.of(RunIds.requireValid(runId)).folder();
        } catch (IllegalArgumentException | InvalidLocationException e) {
            throw new NotFoundException(e.getMessage(), e);
        }
    }

    /** Pictures stay as they are, unless a run is made anew under its name. */
    private static String caching(String file) {
        return file.endsWith(".png") ? "private, max-age=60" : "no-cache";
    }

    private static String type(String file) {
        return TYPES.getOrDefault(file.substring(file.lastIndexOf('.') + 1), BINARY);
    }
}
