package dev.tlora.diffusion.training;

/** The loss became infinite or not a number; the state before the step is gone. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int step;

    DivergedException(int step, double loss) {
        super(
                "the loss is %s at step %d; lower the learning rate or check the image"
                        .formatted(loss, step));
        this.step = step;
    }

    /** The step whose loss was not finite, from 1. */
    public int step() {
        return step;
    }
}
