package dev.tlora.diffusion.training;

/** The loss or its gradient became infinite or not a number; the adapter is as before the step. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int step;

    DivergedException(int step, String quantity, double value) {
        super(
                "the %s is %s at step %d; lower the learning rate or check the image"
                        .formatted(quantity, value, step));
        this.step = step;
    }

    /** The step that could not be taken, from 1. */
    public int step() {
        return step;
    }
}
