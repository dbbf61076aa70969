package dev.tlora.diffusion.adapter.format;

import dev.tlora.diffusion.adapter.AdapterSettings;

/**
 * Which components a format without timesteps gets.
 *
 * @param components the first so many
 * @param words how they were chosen, e.g. {@code always-on}
 */
public record ExportedRank(int components, String words) {

    /** Every component, as if no rank were masked at any timestep. */
    public static ExportedRank all(AdapterSettings settings) {
        return new ExportedRank(settings.ranks().rank(), "all");
    }

    /** The components that are active at every timestep. */
    public static ExportedRank alwaysOn(AdapterSettings settings) {
        return new ExportedRank(settings.ranks().minRank(), "always-on");
    }

    /** The components that are active at one timestep. */
    public static ExportedRank at(int timestep, AdapterSettings settings) {
        return new ExportedRank(
                settings.ranks().activeRank(timestep), "rank at timestep " + timestep);
    }
}
