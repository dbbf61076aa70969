package dev.tlora.standalone.paper;

import dev.tlora.diffusion.vision.Foreground;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A concept in memory.
 *
 * @param photos squares of the model's size
 * @param foregrounds where the concept is in each photo
 * @param prompts with {@code {}} for the concept
 */
record Concept(
        String name,
        String className,
        List<BufferedImage> photos,
        List<Foreground> foregrounds,
        List<String> prompts) {

    Concept {
        photos = List.copyOf(photos);
        foregrounds = List.copyOf(foregrounds);
        prompts = List.copyOf(prompts);
    }
}
