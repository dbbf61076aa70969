package dev.tlora.diffusion.sampling;

/** Something that behaves differently at each timestep, as an adapter with masked ranks does. */
@FunctionalInterface
public interface TimestepAware {

    /** Called before the network looks at latents of this timestep. */
    void atTimestep(int timestep);

    /** For a network without adapter. */
    static TimestepAware none() {
        return timestep -> {};
    }
}
