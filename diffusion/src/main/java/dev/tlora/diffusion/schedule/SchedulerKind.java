package dev.tlora.diffusion.schedule;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The schedulers on offer, by the names that events and the command line use. */
public enum SchedulerKind {
    /** {@code EulerDiscreteScheduler}, what SDXL was published with. */
    EULER("euler") {
        @Override
        public Scheduler create(NoiseSchedule schedule, int steps) {
            return new EulerScheduler(schedule, Timesteps.leading(schedule, steps));
        }
    },
    /** {@code DDIMScheduler} without added noise. */
    DDIM("ddim") {
        @Override
        public Scheduler create(NoiseSchedule schedule, int steps) {
            return new DdimScheduler(schedule, Timesteps.leading(schedule, steps));
        }
    },
    /** {@code DPMSolverMultistepScheduler} of second order, {@code dpmsolver++}, midpoint. */
    DPMPP_2M("dpmpp-2m") {
        @Override
        public Scheduler create(NoiseSchedule schedule, int steps) {
            return new DpmSolverScheduler(schedule, Timesteps.leadingWithoutZero(schedule, steps));
        }
    };

    private final String wireName;

    SchedulerKind(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /**
     * A scheduler for one run.
     *
     * @throws IllegalArgumentException when the schedule has too few timesteps for {@code steps}
     */
    public abstract Scheduler create(NoiseSchedule schedule, int steps);

    /**
     * The kind of that name.
     *
     * @throws IllegalArgumentException listing the known names
     */
    public static SchedulerKind of(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unknown scheduler '%s'; known are %s"
                                                .formatted(wireName, names())));
    }

    private static String names() {
        return Arrays.stream(values())
                .map(SchedulerKind::wireName)
                .collect(Collectors.joining(", "));
    }
}
