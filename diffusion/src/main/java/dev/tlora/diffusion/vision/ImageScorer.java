package dev.tlora.diffusion.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Objects;

/**
 * Scores pictures against a concept's pictures and against prompts. Embed the concept and each
 * prompt once, then score every picture with them.
 *
 * <p>Uses networks that its caller loaded and frees; leaves no array behind. Used by one thread at
 * a time.
 */
public final class ImageScorer {

    private final ClipVisionModel clip;
    private final DinoModel dino;
    private final TextEmbedder text;
    private final NDManager manager;
    private final ImagePreprocessor forClip;
    private final ImagePreprocessor forDino;

    /**
     * Scores with loaded networks.
     *
     * @param text the text tower that was trained together with {@code clip}
     * @param manager on the device of the networks; scratch memory comes from it
     */
    public ImageScorer(ClipVisionModel clip, DinoModel dino, TextEmbedder text, NDManager manager) {
        this.clip = Objects.requireNonNull(clip, "clip");
        this.dino = Objects.requireNonNull(dino, "dino");
        this.text = Objects.requireNonNull(text, "text");
        this.manager = Objects.requireNonNull(manager, "manager");
        forClip = ImagePreprocessor.clip(clip.config().imageSize());
        forDino = ImagePreprocessor.dino(dino.config().imageSize());
    }

    /** What the networks see in a picture. */
    public Features features(BufferedImage picture) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray seenByClip = clip.forward(forClip.preprocess(picture, scope));
            NDArray seenByDino = dino.forward(forDino.preprocess(picture, scope));
            return new Features(
                    UnitVector.of(seenByClip.toFloatArray()),
                    UnitVector.of(seenByDino.toFloatArray()));
        }
    }

    /** What CLIP reads in a text. Put the class noun in place of the concept's token before. */
    public UnitVector text(String prompt) {
        try (NDManager scope = manager.newSubManager()) {
            return UnitVector.of(text.embed(List.of(prompt), scope).toFloatArray());
        }
    }

    /** Scores one picture: means over the concept's pictures, and the fit to a prompt. */
    public Scores score(BufferedImage picture, List<Features> concept, UnitVector prompt) {
        return Scores.of(features(picture), concept, prompt);
    }
}
