package dev.tlora.diffusion.adapter.format;

import java.util.Optional;

/** What a format calls the arrays of a projection's adapter. */
interface TensorNaming {

    /**
     * An array and the projection it is for.
     *
     * @param path as in the U-Net, e.g. {@code mid_block.attentions.0…attn1.to_out.0}
     * @param array as the reference calls it, e.g. {@code down.weight}, or {@link #ALPHA}
     */
    record Place(String path, String array) {}

    String DOWN = "down.weight";
    String UP = "up.weight";

    /** A number: the delta is up · down · alpha / rank. */
    String ALPHA = "alpha";

    String nameOf(Place place);

    /** Where a tensor belongs; empty when the format does not call any array like that. */
    Optional<Place> parse(String name);
}
