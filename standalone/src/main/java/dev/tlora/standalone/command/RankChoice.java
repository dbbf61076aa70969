package dev.tlora.standalone.command;

import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.RankSchedule;
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

    /**
     * The choice for an adapter.
     *
     * @throws CommandException when there is no such timestep
     */
    ExportedRank of(AdapterSettings settings) {
        if (timestep != null && (timestep < 0 || timestep >= RankSchedule.TRAIN_TIMESTEPS)) {
            throw new CommandException("--rank-at must be 0 to 999, was " + timestep);
        }
        if (alwaysOn) {
            return ExportedRank.alwaysOn(settings);
        }
        return timestep == null ? ExportedRank.all(settings) : ExportedRank.at(timestep, settings);
    }
}
