package dev.tlora.diffusion.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.checkpoint.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens of a byte-pair encoding and the order in which letters are merged into them.
 *
 * @param ids token to id
 * @param merges two parts with a space between them, the first merge first
 */
record ClipVocabulary(Map<String, Integer> ids, List<String> merges) {

    static final String START = "<|startoftext|>";
    static final String END = "<|endoftext|>";
    static final String VOCABULARY_FILE = "vocab.json";
    static final String MERGES_FILE = "merges.txt";
    static final String MERGES_HEADER = "#version: 0.2";

    private static final String TOKENIZER_FILE = "tokenizer.json";

    ClipVocabulary {
        ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
        merges = List.copyOf(merges);
    }

    int size() {
        return ids.size();
    }

    int id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new CheckpointException("the tokenizer's vocabulary has no " + token);
        }
        return id;
    }

    String token(int id) {
        return ids.entrySet().stream()
                .filter(entry -> entry.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no token has the id " + id));
    }

    /**
     * Reads {@code vocab.json} and {@code merges.txt}, or else the model in {@code tokenizer.json}.
     *
     * @throws CheckpointException naming the file that is missing or broken
     */
    static ClipVocabulary fromFolder(Path folder) {
        Path vocabulary = folder.resolve(VOCABULARY_FILE);
        Path whole = folder.resolve(TOKENIZER_FILE);
        if (!Files.exists(vocabulary) && Files.exists(whole)) {
            JsonNode model = JsonFile.read(whole).path("model");
            return new ClipVocabulary(ids(whole, model.path("vocab")), merges(model));
        }
        return new ClipVocabulary(
                ids(vocabulary, JsonFile.read(vocabulary)), merges(folder.resolve(MERGES_FILE)));
    }

    private static Map<String, Integer> ids(Path file, JsonNode vocabulary) {
        Map<String, Integer> ids = new LinkedHashMap<>();
        vocabulary
                .properties()
                .forEach(
                        entry -> {
                            if (!entry.getValue().isInt()) {
                                throw new CheckpointException(
                                        "%s gives '%s' no number".formatted(file, entry.getKey()));
                            }
                            ids.put(entry.getKey(), entry.getValue().intValue());
                        });
        for (String required : List.of(START, END)) {
            if (!ids.containsKey(required)) {
                throw new CheckpointException(
                        file + " has no token " + required + "; it is not CLIP's vocabulary");
            }
        }
        return ids;
    }

    /** Written as "a b" by older and as ["a", "b"] by newer releases of tokenizers. */
    private static List<String> merges(JsonNode model) {
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : model.path("merges")) {
            merges.add(
                    merge.isArray()
                            ? merge.path(0).asText() + " " + merge.path(1).asText()
                            : merge.asText());
        }
        return merges;
    }

    private static List<String> merges(Path file) {
        try {
            List<String> lines = new ArrayList<>(Files.readAllLines(file));
            lines.removeIf(String::isBlank);
            if (!lines.isEmpty() && lines.get(0).startsWith("#version")) {
                lines.remove(0);
            }
            return lines;
        } catch (IOException e) {
            throw new CheckpointException(
                    file + " cannot be read; give a complete diffusers folder", e);
        }
    }
}
