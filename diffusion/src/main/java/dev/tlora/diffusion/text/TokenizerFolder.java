package dev.tlora.diffusion.text;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a vocabulary as the tokenizer folder of a diffusers model. */
final class TokenizerFolder {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TokenizerFolder() {}

    static void write(Path folder, ClipVocabulary vocabulary, String padToken) throws IOException {
        List<String> lines = new ArrayList<>(List.of(ClipVocabulary.MERGES_HEADER));
        lines.addAll(vocabulary.merges());
        Files.write(folder.resolve(ClipVocabulary.MERGES_FILE), lines);
        writeJson(folder.resolve(ClipVocabulary.VOCABULARY_FILE), vocabulary.ids());
        Map<String, Object> marks = new TreeMap<>();
        marks.put("bos_token", ClipVocabulary.START);
        marks.put("eos_token", ClipVocabulary.END);
        marks.put("unk_token", ClipVocabulary.END);
        marks.put("pad_token", padToken);
        writeJson(folder.resolve("special_tokens_map.json"), marks);
        Map<String, Object> config = new TreeMap<>(marks);
        config.put("tokenizer_class", "CLIPTokenizer");
        config.put("model_max_length", ClipTokenizer.LENGTH);
        config.put("do_lower_case", true);
        writeJson(folder.resolve("tokenizer_config.json"), config);
    }

    private static void writeJson(Path file, Object value) throws IOException {
        JSON.writeValue(file.toFile(), value);
    }
}
