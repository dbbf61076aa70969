package dev.tlora.schemas;

import java.util.List;

/**
 * What a concept event means where it says nothing.
 *
 * @param token the word that stands for the concept in prompts
 * @param model name of the base model
 * @param tenant on whose behalf a run is made
 * @param priority 0 (last) to 9 (first)
 * @param training how to train on that model
 * @param evaluation what to draw with that model
 */
public record Defaults(
        String token,
        String model,
        String tenant,
        int priority,
        TrainingSettings training,
        EvaluationSettings evaluation) {

    /** The model that a concept event without {@code model} is about. */
    public static final String MODEL = "starter";

    /** A model of SDXL's shape with random weights: real arithmetic, pictures of noise. */
    public static final String RANDOM_MODEL = "random";

    /** Places that the starter model has learned. */
    private static final List<String> STARTER_SCENES =
            List.of(
                    "a photo of a {} on the beach",
                    "a photo of a {} in the snow",
                    "a photo of a {} at night",
                    "a photo of a {} on the moon",
                    "a photo of a {} in the desert",
                    "a photo of a {} at sunset");

    private static final String TOKEN = "sks";
    private static final String TENANT = "default";
    private static final int PRIORITY = 5;

    public Defaults {
        Require.text(token, "token");
        Require.text(model, "model");
        Require.text(tenant, "tenant");
        Require.atLeast(priority, 0, "priority");
        Require.present(training, "training");
        Require.present(evaluation, "evaluation");
    }

    /** The paper's settings for full-size SDXL (T-LoRA, section 5.1), under that model's name. */
    public static Defaults sdxl(String model) {
        return new Defaults(
                TOKEN,
                model,
                TENANT,
                PRIORITY,
                new TrainingSettings(
                        "tlora",
                        64,
                        32,
                        1.0,
                        "random-last",
                        800,
                        1e-4,
                        1e-4,
                        0,
                        1024,
                        TimestepRange.ALL,
                        100),
                new EvaluationSettings(Prompts.OBJECT, 5, 15, "euler", 25, 5.0));
    }

    /** What suits the small bundled model, so that a whole run takes minutes on a CPU. */
    public static Defaults starter() {
        return new Defaults(
                TOKEN,
                MODEL,
                TENANT,
                PRIORITY,
                new TrainingSettings(
                        "tlora",
                        16,
                        8,
                        1.0,
                        "random-last",
                        240,
                        1e-3,
                        1e-4,
                        0,
                        64,
                        TimestepRange.ALL,
                        80),
                new EvaluationSettings(
                        new Prompts.Templates(STARTER_SCENES), 3, 4, "euler", 25, 3.0));
    }

    private static Defaults random() {
        return new Defaults(
                TOKEN,
                RANDOM_MODEL,
                TENANT,
                PRIORITY,
                new TrainingSettings(
                        "tlora",
                        8,
                        4,
                        1.0,
                        "random-last",
                        200,
                        1e-4,
                        1e-4,
                        0,
                        128,
                        TimestepRange.ALL,
                        50),
                new EvaluationSettings(Prompts.OBJECT, 1, 4, "euler", 25, 5.0));
    }

    /** The defaults that go with a model's name. */
    public static Defaults of(String model) {
        return switch (model) {
            case MODEL -> starter();
            case RANDOM_MODEL -> random();
            default -> sdxl(model);
        };
    }
}
