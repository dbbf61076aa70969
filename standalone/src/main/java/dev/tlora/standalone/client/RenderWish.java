package dev.tlora.standalone.client;

import dev.tlora.schemas.EvaluationSettings;
import dev.tlora.schemas.SamplingSettings;

/**
 * Images of one prompt. Numbers that are {@code null} are as the run's evaluation had them.
 *
 * @param template the prompt; {@code {}} stands for the concept
 * @param seed of the first image
 * @param count images
 * @param steps sampling steps, or {@code null}
 * @param guidance classifier-free guidance, or {@code null}
 * @param scheduler by its wire name, or {@code null}
 * @param minRank rank at the noisiest timestep, or {@code null} for the adapter's own
 * @param rankExponent how fast the rank falls, or {@code null} for the adapter's own
 * @param withAdapter whether the adapter draws, or the base model alone
 */
public record RenderWish(
        String template,
        long seed,
        int count,
        Integer steps,
        Double guidance,
        String scheduler,
        Integer minRank,
        Double rankExponent,
        boolean withAdapter) {

    public RenderWish {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, was " + count);
        }
    }

    SamplingSettings sampling(EvaluationSettings usual, int resolution) {
        return new SamplingSettings(
                scheduler == null ? usual.scheduler() : scheduler,
                steps == null ? usual.steps() : steps,
                guidance == null ? usual.guidance() : guidance,
                resolution,
                minRank,
                rankExponent);
    }
}
