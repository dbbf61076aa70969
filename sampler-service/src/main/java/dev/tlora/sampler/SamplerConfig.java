package dev.tlora.sampler;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Settings of the sampler service; every key is listed in {@code docs/configuration.md}. */
@ConfigMapping(prefix = "tlora.sampler")
public interface SamplerConfig {

    /** Requests drawn at once in this process, each with a model of its own; 0 draws nothing. */
    @WithDefault("1")
    @Min(0)
    int workers();

    /** Images of one request that go through the network together. */
    @WithDefault("4")
    @Min(1)
    int batch();

    /** Adapters that stay loaded beside the model. */
    @WithDefault("4")
    @Min(1)
    int adapters();
}
