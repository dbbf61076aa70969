package dev.tlora.standalone.command;

import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.format.ExportedRank;
import picocli.CommandLine.Option;

/** Which components go into a format without timesteps; by default all. */
final class RankChoice {

    @Option(
            names = "--rank-at",
            paramLabel = "TIMESTEP",
            description =
                    "Keeps the components that are active at a timestep, 0 (all) to 999 (fewest);"
                            + " for diffusers, kohya and merged.")
    private Integer timestep;

    @Option(
            names = "--always-on",
            description = "Keeps only the components that are active at every timestep.")
    private boolean alwaysOn;

    boolean isMade() {
        return alwaysOn || timestep != null;
    }

    ExportedRank of(AdapterSettings settings) {
        if (alwaysOn) {
            return ExportedRank.alwaysOn(settings);
        }
        return timestep == null ? ExportedRank.all(settings) : ExportedRank.at(timestep, settings);
    }
}
