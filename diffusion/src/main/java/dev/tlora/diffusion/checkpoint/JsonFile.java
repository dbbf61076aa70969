package dev.tlora.diffusion.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON files of a model folder. */
public final class JsonFile {

    /** A tokenizer's vocabulary has about a megabyte; a larger file is something else. */
    private static final long MAX_BYTES = 50_000_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonFile() {}

    /**
     * Reads a JSON object.
     *
     * @throws CheckpointException naming the file when it is absent or something else
     */
    public static JsonNode read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(file + " is missing; give a complete diffusers folder");
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CheckpointException(
                        "%s has %d bytes, too many for a configuration"
                                .formatted(file, Files.size(file)));
            }
            JsonNode root = JSON.readTree(file.toFile());
            if (!root.isObject()) {
                throw new CheckpointException(file + " is not a JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new CheckpointException(file + " is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new CheckpointException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
