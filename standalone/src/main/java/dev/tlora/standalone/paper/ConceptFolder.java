package dev.tlora.standalone.paper;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.image.Framing;
import dev.tlora.diffusion.image.ImageLoader;
import dev.tlora.diffusion.vision.Foreground;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder with {@code concepts.json}, a list of name, className, images, masks and prompts, and a
 * sub-folder of that name with the files.
 */
record ConceptFolder(Path folder) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One entry of {@code concepts.json}. */
    record Entry(
            String name,
            String className,
            List<String> images,
            List<String> masks,
            List<String> prompts) {}

    /** All concepts, with photos scaled to {@code side} pixels. */
    List<Concept> load(int side) throws IOException {
        Path file = folder.resolve("concepts.json");
        List<Entry> entries = JSON.readValue(Files.readAllBytes(file), new TypeReference<>() {});
        return entries.stream().map(entry -> concept(entry, side)).toList();
    }

    private Concept concept(Entry entry, int side) {
        List<BufferedImage> photos = squares(entry.name(), entry.images(), side);
        List<Foreground> foregrounds =
                squares(entry.name(), entry.masks(), side).stream().map(Foreground::drawn).toList();
        return new Concept(entry.name(), entry.className(), photos, foregrounds, entry.prompts());
    }

    private List<BufferedImage> squares(String name, List<String> files, int side) {
        ImageLoader loader = new ImageLoader();
        return files.stream()
                .map(file -> loader.load(folder.resolve(name).resolve(file)))
                .map(image -> Framing.fill(image, side, side))
                .toList();
    }
}
