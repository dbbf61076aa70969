package dev.tlora.diffusion.adapter;

/**
 * The active rank r(t) = ⌊((T − t) / T)^exponent · (rank − minRank)⌋ + minRank: few components
 * where the latents are mostly noise, all of them at t = 0 (paper §4.1; {@code trainer_sdxl.py} of
 * the reference, lines 539–543, which adds the exponent).
 *
 * @param rank components of the adapter, R
 * @param minRank components that are always active
 * @param exponent how fast the rank falls; 1 in the paper
 */
public record RankSchedule(int rank, int minRank, double exponent) {

    /** Timesteps that SDXL was trained with; r(t) uses 1000, not the largest timestep 999. */
    public static final int TRAIN_TIMESTEPS = 1000;

    public RankSchedule {
        if (rank < 1) {
            throw new IllegalArgumentException("rank must be at least 1, got " + rank);
        }
        if (minRank < 1 || minRank > rank) {
            throw new IllegalArgumentException(
                    "minRank must be between 1 and rank %d, got %d".formatted(rank, minRank));
        }
        if (!(exponent > 0) || Double.isInfinite(exponent)) {
            throw new IllegalArgumentException("exponent must be above 0, got " + exponent);
        }
    }

    /** A schedule that keeps every component active at every timestep. */
    public static RankSchedule constant(int rank) {
        return new RankSchedule(rank, rank, 1);
    }

    /**
     * The active rank at a timestep.
     *
     * @param timestep 0 to 999
     */
    public int activeRank(int timestep) {
        if (timestep < 0 || timestep >= TRAIN_TIMESTEPS) {
            throw new IllegalArgumentException("timestep must be 0 to 999, got " + timestep);
        }
        int left = TRAIN_TIMESTEPS - timestep;
        int extra = rank - minRank;
        if (exponent == 1) {
            // Exact where doubles are off by one, e.g. extra = 100 at t = 420.
            return extra * left / TRAIN_TIMESTEPS + minRank;
        }
        return (int) (Math.pow((double) left / TRAIN_TIMESTEPS, exponent) * extra) + minRank;
    }
}
