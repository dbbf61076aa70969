package dev.tlora.diffusion.schedule;

/**
 * Timesteps spaced "leading": multiples of an integer stride plus the configured offset, largest
 * first.
 */
final class Timesteps {

    private Timesteps() {}

    /** Multiples from 0, as Euler and DDIM take them. */
    static int[] leading(NoiseSchedule schedule, int steps) {
        requirePositive(steps);
        return spaced(schedule, steps, schedule.steps() / steps, 0);
    }

    /** Multiples from 1, with room for one step more, as DPM-Solver takes them. */
    static int[] leadingWithoutZero(NoiseSchedule schedule, int steps) {
        requirePositive(steps);
        return spaced(schedule, steps, schedule.steps() / (steps + 1), 1);
    }

    private static void requirePositive(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("sampling takes at least 1 step, not " + steps);
        }
    }

    private static int[] spaced(NoiseSchedule schedule, int steps, int stride, int lowest) {
        int offset = schedule.config().stepsOffset();
        if (stride == 0 || (steps - 1 + lowest) * stride + offset >= schedule.steps()) {
            throw new IllegalArgumentException(
                    "%d sampling steps are too many for a schedule of %d timesteps"
                            .formatted(steps, schedule.steps()));
        }
        int[] timesteps = new int[steps];
        for (int i = 0; i < steps; i++) {
            timesteps[steps - 1 - i] = (i + lowest) * stride + offset;
        }
        return timesteps;
    }
}
