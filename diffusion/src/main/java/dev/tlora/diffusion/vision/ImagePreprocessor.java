package dev.tlora.diffusion.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.image.Filter;
import dev.tlora.diffusion.image.Resampler;
import dev.tlora.diffusion.tensor.HostArrays;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Pictures as an image tower was trained on them: the short side resized as Pillow does it, the
 * centre cut out as torchvision does it, colours normalised. Scores are only comparable with
 * published ones when all three agree. Safe for use by several threads.
 */
public final class ImagePreprocessor {

    private static final String OWNER = "preprocessor_config.json";

    private final int shortSide;
    private final int crop;
    private final boolean squeeze;
    private final ColourScale colours;

    private ImagePreprocessor(int shortSide, int crop, boolean squeeze, ColourScale colours) {
        if (crop < 1) {
            throw new IllegalArgumentException("image size must be positive, was " + crop);
        }
        if (shortSide < crop) {
            throw new IllegalArgumentException(
                    "a short side of %d pixels is too short for the %d that are cut out"
                            .formatted(shortSide, crop));
        }
        this.shortSide = shortSide;
        this.crop = crop;
        this.squeeze = squeeze;
        this.colours = colours;
    }

    /** For CLIP: the short side becomes the network's image size. */
    public static ImagePreprocessor clip(int imageSize) {
        return new ImagePreprocessor(imageSize, imageSize, false, ColourScale.CLIP);
    }

    /**
     * For DINO, as its authors evaluate it: the short side becomes 256 for an image size of 224.
     * The preprocessor file in the published transformers folder says otherwise, and is not what
     * DINO was trained with.
     */
    public static ImagePreprocessor dino(int imageSize) {
        return new ImagePreprocessor(imageSize * 8 / 7, imageSize, false, ColourScale.IMAGENET);
    }

    /** For DINO's attention: all of the picture, squeezed to the network's square. */
    static ImagePreprocessor dinoWhole(int imageSize) {
        return new ImagePreprocessor(imageSize, imageSize, true, ColourScale.IMAGENET);
    }

    /**
     * The same with the short side that a {@code preprocessor_config.json} asks for. Only files
     * that state a short side and a cut-out count, as CLIP's does and the misleading one of DINO
     * does not; colours and filter are never taken from there.
     *
     * @throws CheckpointException when the cut-out is not what the network takes
     */
    public ImagePreprocessor configured(JsonNode file) {
        JsonNode size = file.path("size");
        int side = size.isInt() ? size.intValue() : size.path("shortest_edge").intValue();
        int cut = cut(file.path("crop_size"));
        if (side == 0 || cut == 0 || !file.path("do_center_crop").asBoolean(true)) {
            return this;
        }
        if (cut != crop || side < cut) {
            throw new CheckpointException(
                    "%s: size %d and crop_size %d do not fit a network of image_size %d"
                            .formatted(OWNER, side, cut, crop));
        }
        return new ImagePreprocessor(side, crop, squeeze, colours);
    }

    private static int cut(JsonNode size) {
        return size.isInt() ? size.intValue() : size.path("height").intValue();
    }

    /** The network's input for a batch (B, 3, S, S), owned by {@code manager}. */
    public NDArray preprocess(List<BufferedImage> images, NDManager manager) {
        int length = ColourScale.CHANNELS * crop * crop;
        float[] planes = new float[images.size() * length];
        IntStream.range(0, images.size())
                .parallel()
                .forEach(i -> colours.write(frame(images.get(i)), planes, i * length));
        Shape shape = new Shape(images.size(), ColourScale.CHANNELS, crop, crop);
        return HostArrays.create(manager, planes, shape);
    }

    /** The square part of the resized picture that the network sees. */
    BufferedImage frame(BufferedImage image) {
        if (squeeze) {
            return Resampler.resize(image, crop, crop, Filter.BICUBIC);
        }
        int width = image.getWidth();
        int height = image.getHeight();
        int shorter = Math.min(width, height);
        int newWidth = (int) ((long) shortSide * width / shorter);
        int newHeight = (int) ((long) shortSide * height / shorter);
        BufferedImage resized = Resampler.resize(image, newWidth, newHeight, Filter.BICUBIC);
        return resized.getSubimage(margin(newWidth), margin(newHeight), crop, crop);
    }

    /** Half of what is cut off; torchvision rounds halves to even. */
    private int margin(int side) {
        return (int) Math.rint((side - crop) / 2.0);
    }
}
