package dev.tlora.diffusion.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.TreeMap;

/**
 * Completes {@code clip-pipeline.json}, how transformers sets up the tokenizers library for CLIP,
 * with a vocabulary.
 */
final class TokenizerDefinition {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PIPELINE = "clip-pipeline.json";

    private TokenizerDefinition() {}

    /** A {@code tokenizer.json}. */
    static byte[] of(ClipVocabulary vocabulary, String padToken) {
        try (InputStream in = TokenizerDefinition.class.getResourceAsStream(PIPELINE)) {
            ObjectNode root = (ObjectNode) JSON.readTree(in);
            addMarks((ArrayNode) root.path("added_tokens"), vocabulary, padToken);
            ObjectNode model = (ObjectNode) root.path("model");
            vocabulary.ids().forEach(((ObjectNode) model.path("vocab"))::put);
            ArrayNode merges = (ArrayNode) model.path("merges");
            vocabulary.merges().forEach(merges::add);
            return JSON.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the bundled " + PIPELINE, e);
        }
    }

    /** Marks are found in a text before anything else is done to it. */
    private static void addMarks(ArrayNode marks, ClipVocabulary vocabulary, String padToken) {
        TreeMap<Integer, String> byId = new TreeMap<>();
        for (String mark : new String[] {ClipVocabulary.START, ClipVocabulary.END, padToken}) {
            byId.put(vocabulary.id(mark), mark);
        }
        byId.forEach(
                (id, mark) ->
                        marks.addObject()
                                .put("id", id)
                                .put("content", mark)
                                .put("single_word", false)
                                .put("lstrip", false)
                                .put("rstrip", false)
                                .put("normalized", false)
                                .put("special", true));
    }
}
