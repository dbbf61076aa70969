package dev.tlora.diffusion.random;

/**
 * The Box–Muller transform: two random words become two normal values. They are the floats that
 * {@link StrictMath} gives, on every machine: short series around tabled points give fourteen
 * digits, and where the float depends on more of them, StrictMath is asked (Ziv, "Fast evaluation
 * of elementary mathematical functions with correctly rounded last bit", 1991).
 */
final class BoxMuller {

    /**
     * More than the series and StrictMath can differ, for a radius of one. They differ by 3e-15;
     * what is beyond is room for an angle's and a logarithm's roundings to add up.
     */
    private static final double UNCERTAIN = 0x1p-46;

    /** From here on the logarithm is so near to zero that summing would lose its digits. */
    private static final long NEAR_ONE = 0xF0000000L;

    private static final double TWO_TO_MINUS_32 = 0x1.0p-32;

    private static final int PARTS = 256;
    private static final int WORD_TO_PART = 24;
    private static final int HALF_A_PART = 1 << 23;
    private static final int MANTISSA_TO_PART = 44;
    private static final int MANTISSA_BITS = 52;
    private static final int EXPONENT_OF_WORDS = 1023 + Integer.SIZE;
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
    private static final long EXPONENT_OF_ONE = 1023L << MANTISSA_BITS;
    private static final double LOG_2 = StrictMath.log(2);

    /** Cosines and sines of the circle's parts, one after the other. */
    private static final double[] CIRCLE = new double[2 * PARTS];

    /** 1 / m and log m of the middles m of the parts of [1, 2), one after the other. */
    private static final double[] LOGARITHMS = new double[2 * PARTS];

    static {
        for (int part = 0; part < PARTS; part++) {
            double angle = 2 * Math.PI * part / PARTS;
            CIRCLE[2 * part] = StrictMath.cos(angle);
            CIRCLE[2 * part + 1] = StrictMath.sin(angle);
            double inverse = 1 / (1 + (part + 0.5) / PARTS);
            LOGARITHMS[2 * part] = inverse;
            LOGARITHMS[2 * part + 1] = -StrictMath.log(inverse);
        }
    }

    private BoxMuller() {}

    /** Writes a pair's first value at {@code index}, and its second behind it if there is room. */
    static void write(int radiusWord, int angleWord, float[] values, int index) {
        double radius = Math.sqrt(-2 * log(radiusWord));
        int part = (angleWord + HALF_A_PART) >>> WORD_TO_PART;
        double rest = (angleWord - (part << WORD_TO_PART)) * (2 * Math.PI * TWO_TO_MINUS_32);
        double square = rest * rest;
        double sine = rest * (1 - square * (1.0 / 6 - square * (1.0 / 120)));
        double cosine = 1 - square * (0.5 - square * (1.0 / 24 - square * (1.0 / 720)));
        double partCosine = CIRCLE[2 * part];
        double partSine = CIRCLE[2 * part + 1];
        double first = radius * (partCosine * cosine - partSine * sine);
        double second = radius * (partSine * cosine + partCosine * sine);
        double error = radius * UNCERTAIN;
        if (!isCertain(first, error) || !isCertain(second, error)) {
            double exactRadius = Math.sqrt(-2 * strictLog(radiusWord));
            double angle = 2 * Math.PI * Integer.toUnsignedLong(angleWord) * TWO_TO_MINUS_32;
            first = exactRadius * StrictMath.cos(angle);
            second = exactRadius * StrictMath.sin(angle);
        }
        values[index] = (float) first;
        if (index + 1 < values.length) {
            values[index + 1] = (float) second;
        }
    }

    /** Whether all values within {@code error} are the same float. */
    static boolean isCertain(double value, double error) {
        return (float) (value - error) == (float) (value + error);
    }

    /** The logarithm of a word as a value in (0, 1). */
    private static double log(int word) {
        if (Integer.toUnsignedLong(word) >= NEAR_ONE) {
            return strictLog(word);
        }
        long bits = Double.doubleToRawLongBits(Integer.toUnsignedLong(word) + 0.5);
        int part = (int) ((bits & MANTISSA) >>> MANTISSA_TO_PART);
        double mantissa = Double.longBitsToDouble((bits & MANTISSA) | EXPONENT_OF_ONE);
        double x = mantissa * LOGARITHMS[2 * part] - 1;
        double series = x * (1 - x * (0.5 - x * (1.0 / 3 - x * (0.25 - x * 0.2))));
        int exponent = (int) (bits >>> MANTISSA_BITS) - EXPONENT_OF_WORDS;
        return exponent * LOG_2 + (LOGARITHMS[2 * part + 1] + series);
    }

    private static double strictLog(int word) {
        return StrictMath.log(CounterNoise.openUniform(word));
    }
}
