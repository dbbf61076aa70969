package dev.tlora.diffusion.adapter;

import java.util.Objects;

/**
 * What an adapter is made from.
 *
 * @param ranks rank, minimum rank and exponent as asked for; the method decides what it uses
 * @param seed of the random starting values
 */
public record AdapterSettings(
        AdapterMethod method, RankSchedule ranks, Initialisation initialisation, long seed) {

    public AdapterSettings {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(ranks, "ranks");
        Objects.requireNonNull(initialisation, "initialisation");
        ranks = method.schedule(ranks);
    }
}
