package dev.tlora.diffusion.sampling;

import dev.tlora.diffusion.schedule.SchedulerKind;
import java.util.Objects;

/**
 * How prompts become latents.
 *
 * @param steps denoising steps
 * @param guidance classifier-free guidance: 1 or less runs the network on the prompts alone
 * @param size height and width of the images in pixels
 */
public record SamplingSettings(
        SchedulerKind scheduler, int steps, double guidance, ImageSize size) {

    /** Pixels per latent along each side; the same for every SDXL VAE. */
    static final int LATENT_PIXELS = 8;

    public SamplingSettings {
        Objects.requireNonNull(scheduler, "scheduler");
        Objects.requireNonNull(size, "size");
        if (!size.isMultipleOf(LATENT_PIXELS)) {
            throw new IllegalArgumentException(
                    "height and width must be multiples of %d, are %d and %d"
                            .formatted(LATENT_PIXELS, size.height(), size.width()));
        }
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, was " + steps);
        }
        if (!(guidance >= 0 && guidance <= 100)) {
            throw new IllegalArgumentException("guidance must be 0 to 100, was " + guidance);
        }
    }

    boolean isGuided() {
        return guidance > 1;
    }
}
