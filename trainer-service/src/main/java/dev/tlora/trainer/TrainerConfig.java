package dev.tlora.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Settings of the trainer service; every key is listed in {@code docs/configuration.md}. */
@ConfigMapping(prefix = "tlora.trainer")
public interface TrainerConfig {

    /** Runs trained at once in this process, each with a network of its own; 0 trains nothing. */
    @WithDefault("1")
    @Min(0)
    int workers();
}
