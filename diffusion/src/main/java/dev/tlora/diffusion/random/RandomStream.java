package dev.tlora.diffusion.random;

/**
 * A sequence of random numbers for consumers that cannot say beforehand how many they need. The
 * sequence is a pure function of (seed, step, purpose). Not thread-safe.
 */
public final class RandomStream {

    private final long seed;
    private final long step;
    private final Purpose purpose;
    private final int[] words = new int[CounterNoise.LANES];
    private int block;
    private int lane = CounterNoise.LANES;

    public RandomStream(long seed, long step, Purpose purpose) {
        this.seed = seed;
        this.step = step;
        this.purpose = purpose;
    }

    /** The next value uniform in (0, 1). */
    public double uniform() {
        if (lane == CounterNoise.LANES) {
            CounterNoise.fill(words, seed, step, purpose, block++);
            lane = 0;
        }
        return CounterNoise.openUniform(words[lane++]);
    }

    /** The next standard normal value. */
    public double gaussian() {
        double radius = Math.sqrt(-2 * StrictMath.log(uniform()));
        return radius * StrictMath.cos(2 * Math.PI * uniform());
    }

    /**
     * The next chi-distributed value: the length of a standard normal vector.
     *
     * @param degrees length of that vector, at least 1
     */
    public double chi(int degrees) {
        return degrees == 1 ? Math.abs(gaussian()) : Math.sqrt(2 * gamma(degrees / 2.0));
    }

    /** Marsaglia and Tsang, "A simple method for generating gamma variables" (2000); shape ≥ 1. */
    private double gamma(double shape) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = gaussian();
            double root = 1 + c * x;
            // Not Math.pow, whose last bit differs between processors.
            double cube = root * root * root;
            double u = uniform();
            if (cube > 0
                    && StrictMath.log(u) < x * x / 2 + d - d * cube + d * StrictMath.log(cube)) {
                return d * cube;
            }
        }
    }
}
