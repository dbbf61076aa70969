package dev.tlora.starter;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A thing that the starter model never saw while it was trained, to customise it with.
 *
 * @param name of the concept and of its folder
 * @param className noun of its kin, which the model knows
 * @param images file names of its photos
 * @param masks one for each photo, white where the thing is
 * @param prompts scenes to draw it in; {@code {}} stands for token and class noun
 */
public record StarterConcept(
        String name,
        String className,
        List<String> images,
        List<String> masks,
        List<String> prompts) {

    private static final Bundle BUNDLE = new Bundle("concepts.zip");
    private static final ObjectMapper JSON = new ObjectMapper();

    public StarterConcept {
        images = List.copyOf(images);
        masks = List.copyOf(masks);
        prompts = List.copyOf(prompts);
        if (images.isEmpty() || images.size() != masks.size()) {
            throw new IllegalArgumentException(
                    "%s has %d images and %d masks".formatted(name, images.size(), masks.size()));
        }
    }

    /** All of them, sorted by name. */
    public static List<StarterConcept> all() {
        try {
            return JSON.readValue(BUNDLE.read("concepts.json"), new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("the bundled concepts are damaged", e);
        }
    }

    /**
     * The concept of a name.
     *
     * @throws IllegalArgumentException listing the names there are
     */
    public static StarterConcept named(String name) {
        List<StarterConcept> all = all();
        return all.stream()
                .filter(concept -> concept.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "no bundled concept '%s'; there are %s"
                                                .formatted(
                                                        name,
                                                        all.stream()
                                                                .map(StarterConcept::name)
                                                                .toList())));
    }

    /**
     * Writes {@code concepts.json} and a sub-folder of photos and masks for each concept; a folder
     * that exists is left alone.
     */
    public static void unpack(Path folder) throws IOException {
        BUNDLE.unpack(folder);
    }

    /** The PNG file of one photo or mask. */
    public byte[] image(String file) {
        return BUNDLE.read(name + "/" + file);
    }
}
