package dev.tlora.diffusion.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Looks at pictures and reads prompts, so that they can be compared. Look at the concept and read
 * each prompt once.
 *
 * <p>Uses networks that its caller loaded and frees; leaves no array behind. What it sees in a
 * picture does not depend on the other pictures of the batch but in the last bits. Used by one
 * thread at a time.
 */
public final class ImageScorer {

    private final ClipVisionModel clip;
    private final DinoModel dino;
    private final TextEmbedder text;
    private final NDManager manager;
    private final ImagePreprocessor forClip;
    private final ImagePreprocessor forDino;
    private final ImagePreprocessor forMask;

    /**
     * Looks through loaded networks.
     *
     * @param text the text tower that was trained together with {@code clip}
     * @param manager on the device of the networks; scratch memory comes from it
     */
    public ImageScorer(ClipVisionModel clip, DinoModel dino, TextEmbedder text, NDManager manager) {
        this(
                clip,
                dino,
                text,
                manager,
                ImagePreprocessor.clip(clip.config().imageSize()),
                ImagePreprocessor.dino(dino.config().imageSize()));
    }

    /** The same with preprocessing that a model brings along. */
    public ImageScorer(
            ClipVisionModel clip,
            DinoModel dino,
            TextEmbedder text,
            NDManager manager,
            ImagePreprocessor forClip,
            ImagePreprocessor forDino) {
        this.clip = Objects.requireNonNull(clip, "clip");
        this.dino = Objects.requireNonNull(dino, "dino");
        this.text = Objects.requireNonNull(text, "text");
        this.manager = Objects.requireNonNull(manager, "manager");
        this.forClip = Objects.requireNonNull(forClip, "forClip");
        this.forDino = Objects.requireNonNull(forDino, "forDino");
        forMask = ImagePreprocessor.dinoWhole(dino.config().imageSize());
    }

    /**
     * What the networks see in a batch of pictures, the thing told apart by DINO's attention.
     *
     * @throws IllegalArgumentException when a network's answer is no number for one of them
     */
    public List<Sight> see(List<BufferedImage> pictures) {
        return see(pictures, foregrounds(pictures));
    }

    /** What the networks see in a batch of pictures whose foregrounds are known. */
    public List<Sight> see(List<BufferedImage> pictures, List<Foreground> foregrounds) {
        List<BufferedImage> things = new ArrayList<>();
        List<BufferedImage> surroundings = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            things.add(foregrounds.get(i).alone(pictures.get(i)));
            surroundings.add(foregrounds.get(i).surroundings(pictures.get(i)));
        }
        List<UnitVector> whole = throughClip(pictures);
        List<UnitVector> thing = throughClip(things);
        List<UnitVector> thingInDetail = throughDino(things);
        List<UnitVector> rest = throughClip(surroundings);
        return IntStream.range(0, pictures.size())
                .mapToObj(
                        i -> {
                            double share = foregrounds.get(i).share();
                            return new Sight(
                                    whole.get(i),
                                    thing.get(i),
                                    thingInDetail.get(i),
                                    share < 1 ? rest.get(i) : null,
                                    share);
                        })
                .toList();
    }

    /**
     * Where DINO looks in each picture: the attention of its last layer's class token, averaged
     * over heads, on the whole picture squeezed to the network's square.
     */
    public List<Foreground> foregrounds(List<BufferedImage> pictures) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray attention = dino.attention(forMask.preprocess(pictures, scope));
            float[][] rows = rows(attention, pictures.size());
            return IntStream.range(0, rows.length)
                    .mapToObj(
                            i ->
                                    Foreground.attended(
                                            rows[i],
                                            pictures.get(i).getWidth(),
                                            pictures.get(i).getHeight()))
                    .toList();
        }
    }

    /** What CLIP reads in a text. Put the class noun in place of the concept's token before. */
    public UnitVector text(String prompt) {
        try (NDManager scope = manager.newSubManager()) {
            return UnitVector.of(text.embed(List.of(prompt), scope).toFloatArray());
        }
    }

    /** Whether CLIP reads the whole text, which it does up to 77 tokens, marks included. */
    public boolean readsAll(String prompt) {
        return text.readsAll(prompt);
    }

    /** CLIP's embeddings of pictures as they are. */
    public List<UnitVector> throughClip(List<BufferedImage> pictures) {
        try (NDManager scope = manager.newSubManager()) {
            return vectors(clip.forward(forClip.preprocess(pictures, scope)), pictures.size());
        }
    }

    /** DINO's embeddings of pictures as they are. */
    public List<UnitVector> throughDino(List<BufferedImage> pictures) {
        try (NDManager scope = manager.newSubManager()) {
            return vectors(dino.forward(forDino.preprocess(pictures, scope)), pictures.size());
        }
    }

    private static List<UnitVector> vectors(NDArray embeddings, int count) {
        return Arrays.stream(rows(embeddings, count)).map(UnitVector::of).toList();
    }

    /** (count, N) as Java arrays. */
    private static float[][] rows(NDArray array, int count) {
        float[] flat = array.toFloatArray();
        int length = flat.length / count;
        float[][] rows = new float[count][length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(flat, i * length, rows[i], 0, length);
        }
        return rows;
    }
}
