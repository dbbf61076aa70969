package dev.tlora.standalone.paper;

import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import java.util.Locale;

/**
 * One row of a table: how an adapter is made and what it is trained on.
 *
 * @param photos of the concept, the first ones
 * @param firstTimestep smallest timestep trained on
 * @param lastTimestep largest timestep trained on
 */
record Setting(
        AdapterMethod method,
        int rank,
        Initialisation init,
        int photos,
        int firstTimestep,
        int lastTimestep) {

    private static final int LAST_TIMESTEP = 999;

    /** The paper's default: random last components, one photo, all timesteps. */
    static Setting of(AdapterMethod method, int rank) {
        return new Setting(method, rank, Initialisation.RANDOM_LAST, 1, 0, LAST_TIMESTEP);
    }

    Setting withMethod(AdapterMethod other) {
        return new Setting(other, rank, init, photos, firstTimestep, lastTimestep);
    }

    Setting withInit(Initialisation other) {
        return new Setting(method, rank, other, photos, firstTimestep, lastTimestep);
    }

    Setting withPhotos(int other) {
        return new Setting(method, rank, init, other, firstTimestep, lastTimestep);
    }

    Setting withTimesteps(int first, int last) {
        return new Setting(method, rank, init, photos, first, last);
    }

    /** The minimum rank is half of the rank, as in the paper. */
    AdapterSettings adapter(long seed) {
        RankSchedule ranks = new RankSchedule(rank, Math.max(1, rank / 2), 1);
        return new AdapterSettings(method, ranks, init, seed);
    }

    /** Part of a file's name. */
    String id() {
        return String.format(
                Locale.ROOT,
                "%s-r%d-%s-p%d-t%d-%d",
                method.wireName(),
                rank,
                init.wireName(),
                photos,
                firstTimestep,
                lastTimestep);
    }
}
