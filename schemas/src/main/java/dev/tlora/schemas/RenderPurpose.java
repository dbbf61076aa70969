package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an image is for, which decides how the evaluator uses it. */
public enum RenderPurpose {
    /** The concept without a scene, by the adapter. */
    @JsonProperty("concept")
    CONCEPT,
    /** The base model without the adapter, to compare with. */
    @JsonProperty("base")
    BASE,
    /** The concept in a scene. */
    @JsonProperty("prompt")
    PROMPT,
    /** Asked for by a user; no part of the run's evaluation. */
    @JsonProperty("user")
    USER
}
