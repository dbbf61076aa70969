package dev.tlora.schemas;

/**
 * Which images show how good an adapter is, every choice made.
 *
 * @param prompts the scenes
 * @param imagesPerPrompt images of each scene
 * @param baseImages images of the concept without a scene
 * @param scheduler sampler by its wire name, e.g. {@code euler}
 * @param steps sampling steps
 * @param guidance classifier-free guidance scale; 1 is none
 */
public record EvaluationSettings(
        Prompts prompts,
        int imagesPerPrompt,
        int baseImages,
        String scheduler,
        int steps,
        double guidance) {

    public EvaluationSettings {
        Require.present(prompts, "prompts");
        Require.atLeast(imagesPerPrompt, 1, "imagesPerPrompt");
        Require.atLeast(baseImages, 0, "baseImages");
        Require.text(scheduler, "scheduler");
        Require.atLeast(steps, 1, "steps");
        Require.atLeast(guidance, 0, "guidance");
    }
}
