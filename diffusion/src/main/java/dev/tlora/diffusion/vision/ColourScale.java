package dev.tlora.diffusion.vision;

import java.awt.image.BufferedImage;

/** Colours brought to zero mean and unit deviation, as over the pictures of a training set. */
final class ColourScale {

    static final int CHANNELS = 3;

    /** Of the pictures CLIP was trained on; OpenAI's {@code clip.py}. */
    static final ColourScale CLIP =
            new ColourScale(
                    new double[] {0.48145466, 0.4578275, 0.40821073},
                    new double[] {0.26862954, 0.26130258, 0.27577711});

    /** Of ImageNet; DINO's {@code eval_knn.py}. */
    static final ColourScale IMAGENET =
            new ColourScale(new double[] {0.485, 0.456, 0.406}, new double[] {0.229, 0.224, 0.225});

    private static final int COLOURS = 256;
    private static final int[] SHIFTS = {16, 8, 0};

    /** By channel and 8-bit colour. */
    private final float[][] scaled = new float[CHANNELS][COLOURS];

    private ColourScale(double[] mean, double[] deviation) {
        for (int channel = 0; channel < CHANNELS; channel++) {
            for (int colour = 0; colour < COLOURS; colour++) {
                float unit = colour / (float) (COLOURS - 1);
                scaled[channel][colour] = (float) ((unit - mean[channel]) / deviation[channel]);
            }
        }
    }

    /** Writes a picture's planes red, green, blue, row by row, from {@code begin} on. */
    void write(BufferedImage image, float[] planes, int begin) {
        int width = image.getWidth();
        int plane = width * image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
        for (int channel = 0; channel < CHANNELS; channel++) {
            float[] of = scaled[channel];
            int to = begin + channel * plane;
            for (int at = 0; at < plane; at++) {
                planes[to + at] = of[pixels[at] >> SHIFTS[channel] & 0xff];
            }
        }
    }
}
