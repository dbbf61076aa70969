package dev.tlora.evaluator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.time.Duration;

/** Settings of the evaluator service; every key is listed in {@code docs/configuration.md}. */
@ConfigMapping(prefix = "tlora.evaluator")
public interface EvaluatorConfig {

    Retry retry();

    /** What to do while the store or the broker is away. */
    interface Retry {

        /** How often something is tried before the record is given up. */
        @WithDefault("8")
        @Positive
        int attempts();

        /** Pause before the second attempt; doubles from one attempt to the next. */
        @WithDefault("500ms")
        Duration firstPause();
    }
}
