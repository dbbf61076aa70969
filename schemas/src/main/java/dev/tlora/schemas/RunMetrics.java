package dev.tlora.schemas;

/**
 * A run's figures, each {@code null} where no image gave it. {@code docs/metrics.md} defines them.
 *
 * @param clipI IS: likeness to the photos in CLIP's eyes, of images of the concept alone
 * @param dino DINO-IS: the same in DINO's eyes
 * @param clipT TS: fit to the prompts of the scenes, class in place of the token
 * @param clipTTokenRemoved TS with token and class removed
 * @param leak likeness of the scenes' surroundings to those of the photos, lower is better
 * @param diversity one less the likeness among images of one prompt
 */
public record RunMetrics(
        Measured clipI,
        Measured dino,
        Measured clipT,
        Measured clipTTokenRemoved,
        Measured leak,
        Measured diversity) {}
