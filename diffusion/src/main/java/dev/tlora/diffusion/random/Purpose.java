package dev.tlora.diffusion.random;

/**
 * What a random number is for; two purposes never share numbers. The codes are part of every seed:
 * never reuse one.
 */
public enum Purpose {
    /** The noise that training adds to the latents. */
    TRAINING_NOISE(1),
    /** The draw from the VAE's posterior. */
    POSTERIOR(2),
    /** The timestep that a training step looks at. */
    TIMESTEP(3),
    /** The image that a training step looks at, where a concept has several. */
    IMAGE_CHOICE(4),
    /** The latents that sampling starts from. */
    INITIAL_LATENTS(5),
    /** The noise of the fixed loss that shows progress. */
    FIXED_LOSS_NOISE(6),
    /** The values that an adapter starts from. */
    ADAPTER_INIT(7),
    /** The weights of a model that nobody trained. */
    MODEL_INIT(8),
    /** The noise that training adds to pictures of the class. */
    PRIOR_NOISE(9),
    /** The draw from the VAE's posterior of pictures of the class. */
    PRIOR_POSTERIOR(10),
    /** The picture of the class that a training step looks at. */
    PRIOR_CHOICE(11);

    private final int code;

    Purpose(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
