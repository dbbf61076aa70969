package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which part of the fleet a run is in. */
public enum Stage {
    @JsonProperty("ingest")
    INGEST,
    @JsonProperty("training")
    TRAINING,
    @JsonProperty("sampling")
    SAMPLING,
    @JsonProperty("evaluation")
    EVALUATION
}
