package dev.tlora.evaluator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;

/** Settings of the evaluator service; every key is listed in {@code docs/configuration.md}. */
@ConfigMapping(prefix = "tlora.evaluator")
public interface EvaluatorConfig {

    /** Images that the networks look at together. */
    @WithDefault("8")
    @Positive
    int batch();

    Retry retry();

    /** Thresholds by the name of the model; models that are not named have none. */
    Map<String, Thresholds> gate();

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

    /** What an adapter has to reach. A figure that was not measured is not reached. */
    interface Thresholds {

        /** What follows where a threshold is missed. */
        @WithDefault("off")
        Mode mode();

        /** Least CLIP-I of the concept alone. */
        OptionalDouble minClipI();

        /** Least DINO of the concept alone. */
        OptionalDouble minDino();

        /** Least CLIP-T in scenes. */
        OptionalDouble minClipT();

        /** Largest leak in scenes. */
        OptionalDouble maxLeak();

        /** Least diversity. */
        OptionalDouble minDiversity();
    }

    /** How strict a gate is. */
    enum Mode {
        /** Thresholds say nothing. */
        OFF,
        /** The verdict says what was missed. */
        WARN,
        /** The adapter is put into quarantine. */
        BLOCK
    }
}
