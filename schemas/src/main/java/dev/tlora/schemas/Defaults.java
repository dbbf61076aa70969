package dev.tlora.schemas;

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

    /** Sizes that the small bundled model can hold, so that a whole run takes minutes on a CPU. */
    public static Defaults starter() {
        return small(MODEL);
    }

    private static Defaults small(String model) {
        return new Defaults(
                TOKEN,
                model,
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
            case MODEL, RANDOM_MODEL -> small(model);
            default -> sdxl(model);
        };
    }
}
