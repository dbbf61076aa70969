package dev.tlora.diffusion.random;

/**
 * Random numbers as a pure function of (seed, step, purpose, index). A resumed run therefore
 * continues with exactly the numbers that an uninterrupted one would have drawn.
 */
public final class CounterNoise {

    /** Random words per counter. */
    static final int LANES = 4;

    private static final double TWO_TO_MINUS_32 = 0x1.0p-32;
    private static final double HALF = 0.5;

    private CounterNoise() {}

    /** {@code count} standard normal values, by the Box–Muller transform. */
    public static float[] gaussian(long seed, long step, Purpose purpose, int count) {
        float[] values = new float[count];
        int[] words = new int[LANES];
        for (int i = 0; i < count; i += 2) {
            int lane = i % LANES;
            if (lane == 0) {
                fill(words, seed, step, purpose, i / LANES);
            }
            BoxMuller.write(words[lane], words[lane + 1], values, i);
        }
        return values;
    }

    /** {@code count} values uniform in [0, 1). */
    public static float[] uniform(long seed, long step, Purpose purpose, int count) {
        float[] values = new float[count];
        int[] words = new int[LANES];
        for (int i = 0; i < count; i++) {
            if (i % LANES == 0) {
                fill(words, seed, step, purpose, i / LANES);
            }
            values[i] = (words[i % LANES] >>> 8) * 0x1.0p-24f;
        }
        return values;
    }

    /** One integer uniform in [0, bound). */
    public static int uniformInt(long seed, long step, Purpose purpose, int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be positive, got " + bound);
        }
        int[] words = new int[LANES];
        fill(words, seed, step, purpose, 0);
        return (int) ((Integer.toUnsignedLong(words[0]) * bound) >>> 32);
    }

    /** A word as a value in (0, 1), never 0, so that its logarithm is finite. */
    static double openUniform(int word) {
        return (Integer.toUnsignedLong(word) + HALF) * TWO_TO_MINUS_32;
    }

    static void fill(int[] words, long seed, long step, Purpose purpose, int block) {
        words[0] = block;
        words[1] = purpose.code();
        words[2] = (int) step;
        words[3] = (int) (step >>> 32);
        Philox.scramble(words, (int) seed, (int) (seed >>> 32));
    }
}
