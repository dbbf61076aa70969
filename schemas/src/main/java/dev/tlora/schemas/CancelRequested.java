package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;

/**
 * Someone wants a run stopped; on {@code tlora.control}.
 *
 * @param runId the run
 * @param time when it was asked for
 * @param removeArtifacts whether to delete what the run has written; never {@code null}, absent
 *     means no
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonTypeName("cancel-requested.v1")
public record CancelRequested(String runId, Instant time, Boolean removeArtifacts)
        implements EventOfRun {

    public CancelRequested {
        Require.text(runId, "runId");
        Require.present(time, "time");
        removeArtifacts = Boolean.TRUE.equals(removeArtifacts);
    }
}
