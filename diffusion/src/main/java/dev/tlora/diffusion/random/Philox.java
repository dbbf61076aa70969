package dev.tlora.diffusion.random;

/**
 * Philox4x32-10, a counter-based generator: a 64-bit key and a 128-bit counter give four 32-bit
 * words, without state (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC'11).
 */
final class Philox {

    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int KEY_STEP_0 = 0x9E3779B9;
    private static final int KEY_STEP_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;

    private Philox() {}

    /** Replaces the four counter words by four random words. */
    static void scramble(int[] counter, int keyLow, int keyHigh) {
        int key0 = keyLow;
        int key1 = keyHigh;
        int word0 = counter[0];
        int word1 = counter[1];
        int word2 = counter[2];
        int word3 = counter[3];
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * Integer.toUnsignedLong(word0);
            long product1 = MULTIPLIER_1 * Integer.toUnsignedLong(word2);
            word0 = (int) (product1 >>> 32) ^ word1 ^ key0;
            word1 = (int) product1;
            word2 = (int) (product0 >>> 32) ^ word3 ^ key1;
            word3 = (int) product0;
            key0 += KEY_STEP_0;
            key1 += KEY_STEP_1;
        }
        counter[0] = word0;
        counter[1] = word1;
        counter[2] = word2;
        counter[3] = word3;
    }
}
