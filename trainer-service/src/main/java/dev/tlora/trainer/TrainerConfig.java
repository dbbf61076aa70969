package dev.tlora.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.util.Optional;
import java.util.Set;

/** Settings of the trainer service; every key is listed in {@code docs/configuration.md}. */
@ConfigMapping(prefix = "tlora.trainer")
public interface TrainerConfig {

    /** Runs trained at once in this process, each with a network of its own; 0 trains nothing. */
    @WithDefault("1")
    @Min(0)
    int workers();

    /**
     * Formats in which an adapter is published beside this project's own: diffusers, kohya,
     * reference; empty for none.
     */
    @WithDefault("diffusers,kohya")
    Optional<Set<String>> exports();

    /**
     * Whether a step runs each block again in its backward pass instead of keeping what lies
     * inside: much less memory, a third slower.
     */
    @WithDefault("false")
    boolean gradientCheckpointing();
}
