package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * Whether an adapter met the thresholds that are set for its model.
 *
 * @param decision what follows
 * @param reasons thresholds that were missed, one sentence each
 */
public record GateResult(
        Decision decision, @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> reasons) {

    /** What follows for the adapter. */
    public enum Decision {
        /** It met every threshold. */
        @JsonProperty("passed")
        PASSED,
        /** It missed a threshold and is served all the same. */
        @JsonProperty("warned")
        WARNED,
        /** It missed a threshold and is not served. */
        @JsonProperty("quarantined")
        QUARANTINED
    }

    public GateResult {
        Require.present(decision, "decision");
        reasons = reasons == null ? List.of() : List.copyOf(reasons);
    }

    public boolean blocks() {
        return decision == Decision.QUARANTINED;
    }
}
