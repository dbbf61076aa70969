package dev.tlora.diffusion.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.image.Filter;
import dev.tlora.diffusion.image.Pixels;
import dev.tlora.diffusion.image.Resampler;
import dev.tlora.diffusion.tensor.HostArrays;
import java.awt.image.BufferedImage;

/**
 * Pictures as an image tower was trained on them: the short side resized as Pillow does it, the
 * centre cut out as torchvision does it, colours normalised. Scores are only comparable with
 * published ones when all three agree.
 */
public final class ImagePreprocessor {

    /** Of the pictures CLIP was trained on; OpenAI's {@code clip.py}. */
    private static final double[] CLIP_MEAN = {0.48145466, 0.4578275, 0.40821073};

    private static final double[] CLIP_DEVIATION = {0.26862954, 0.26130258, 0.27577711};

    /** Of ImageNet; DINO's {@code eval_knn.py}. */
    private static final double[] IMAGENET_MEAN = {0.485, 0.456, 0.406};

    private static final double[] IMAGENET_DEVIATION = {0.229, 0.224, 0.225};

    private final int shortSide;
    private final int crop;
    private final double[] mean;
    private final double[] deviation;

    private ImagePreprocessor(int shortSide, int crop, double[] mean, double[] deviation) {
        if (crop < 1) {
            throw new IllegalArgumentException("image size must be positive, was " + crop);
        }
        this.shortSide = shortSide;
        this.crop = crop;
        this.mean = mean;
        this.deviation = deviation;
    }

    /** For CLIP: the short side becomes the network's image size. */
    public static ImagePreprocessor clip(int imageSize) {
        return new ImagePreprocessor(imageSize, imageSize, CLIP_MEAN, CLIP_DEVIATION);
    }

    /**
     * For DINO, as its authors evaluate it: the short side becomes 256 for an image size of 224.
     * The preprocessor file in the transformers folder says otherwise, and is not what DINO was
     * trained with.
     */
    public static ImagePreprocessor dino(int imageSize) {
        return new ImagePreprocessor(
                imageSize * 8 / 7, imageSize, IMAGENET_MEAN, IMAGENET_DEVIATION);
    }

    /** The network's input (1, 3, S, S), owned by {@code manager}. */
    public NDArray preprocess(BufferedImage image, NDManager manager) {
        float[] planes = Pixels.planes(frame(image));
        int plane = crop * crop;
        for (int i = 0; i < planes.length; i++) {
            planes[i] = (float) ((planes[i] - mean[i / plane]) / deviation[i / plane]);
        }
        return HostArrays.create(manager, planes, new Shape(1, mean.length, crop, crop));
    }

    /** The square part of the resized picture that the network sees. */
    BufferedImage frame(BufferedImage image) {
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
