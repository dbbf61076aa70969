package dev.tlora.diffusion.vision;

import java.util.Objects;

/**
 * What the two image towers see in one picture.
 *
 * @param clip CLIP's embedding
 * @param dino DINO's embedding
 */
public record Features(UnitVector clip, UnitVector dino) {

    public Features {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(dino, "dino");
    }

    /** Similarity of two pictures in CLIP's eyes, −1 to 1. */
    public double clipI(Features other) {
        return clip.cosine(other.clip);
    }

    /** Similarity of two pictures in DINO's eyes, −1 to 1. */
    public double dino(Features other) {
        return dino.cosine(other.dino);
    }

    /** How well the picture fits a text embedded by CLIP: the plain cosine, not scaled by 2.5. */
    public double clipT(UnitVector text) {
        return clip.cosine(text);
    }
}
