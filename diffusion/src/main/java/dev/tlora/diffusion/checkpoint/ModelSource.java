package dev.tlora.diffusion.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.text.ClipTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Where a model keeps its networks: a diffusers folder or a single file. */
sealed interface ModelSource permits DiffusersFolder, SingleFile {

    /**
     * What lies at {@code path}; nothing but names is read yet.
     *
     * @throws CheckpointException naming the file when it is one but no SDXL checkpoint
     */
    static ModelSource at(Path path) {
        return Files.isRegularFile(path) ? SingleFile.open(path) : new DiffusersFolder(path);
    }

    Path path();

    /**
     * A configuration by its place in a diffusers folder, e.g. {@code unet/config.json}.
     *
     * @throws CheckpointException naming the file when there is none
     */
    JsonNode json(String file);

    /** What messages call that configuration. */
    String nameOf(String file);

    boolean has(Component component);

    /** The files with the weights of a network, in the order of their names. */
    List<Path> files(Component component);

    /**
     * Opens the weights of a network; close the result.
     *
     * @param wanted the network's own names of its weights
     * @throws CheckpointException naming the file that is missing or no safetensors file
     */
    OpenWeights open(Component component, Set<String> wanted);

    /** The tokenizer of that name, {@code tokenizer} or {@code tokenizer_2}; close it. */
    ClipTokenizer tokenizer(String name);

    /**
     * Reads a configuration.
     *
     * @throws CheckpointException naming the file when it is absent or {@code parser} refuses it
     */
    default <C> C parse(String file, Function<JsonNode, C> parser) {
        JsonNode json = json(file);
        try {
            return parser.apply(json);
        } catch (CheckpointException | IllegalArgumentException e) {
            throw new CheckpointException(nameOf(file) + ": " + e.getMessage(), e);
        }
    }
}
