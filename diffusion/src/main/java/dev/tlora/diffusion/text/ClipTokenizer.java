package dev.tlora.diffusion.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.checkpoint.JsonFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * CLIP's tokenizer, transformers' {@code CLIPTokenizer}: 77 ids for every text, beginning with the
 * start mark, cut off or padded after the end mark. SDXL's two tokenizers differ in what they pad
 * with: the end mark (49407), and "!" (0), which the second therefore takes for padding in prompts
 * too.
 *
 * <p>Safe for use by several threads at once. Close it to free native memory.
 */
public final class ClipTokenizer implements AutoCloseable {

    /** Ids for each text. */
    public static final int LENGTH = 77;

    private static final Map<String, String> AS_IT_IS =
            Map.of(
                    "addSpecialTokens", "false",
                    "truncation", "DO_NOT_TRUNCATE",
                    "padding", "DO_NOT_PAD",
                    "modelMaxLength", String.valueOf(Integer.MAX_VALUE));
    private static final List<String> PAD_FILES =
            List.of("tokenizer_config.json", "special_tokens_map.json");

    private final ClipVocabulary vocabulary;
    private final String padToken;
    private final HuggingFaceTokenizer tokenizer;

    private ClipTokenizer(ClipVocabulary vocabulary, String padToken) {
        this.vocabulary = vocabulary;
        this.padToken = padToken;
        byte[] definition = TokenizerDefinition.of(vocabulary, padToken);
        try (ByteArrayInputStream in = new ByteArrayInputStream(definition)) {
            tokenizer = HuggingFaceTokenizer.newInstance(in, AS_IT_IS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads {@code vocab.json} and {@code merges.txt}, or {@code tokenizer.json}, and what to pad
     * with.
     *
     * @throws CheckpointException naming the file that is missing or broken
     */
    public static ClipTokenizer fromFolder(Path folder) {
        ClipVocabulary vocabulary = ClipVocabulary.fromFolder(folder);
        String padToken = padToken(folder);
        if (!vocabulary.ids().containsKey(padToken)) {
            throw new CheckpointException(
                    "%s pads with '%s', which its vocabulary lacks".formatted(folder, padToken));
        }
        try {
            return new ClipTokenizer(vocabulary, padToken);
        } catch (RuntimeException e) {
            throw new CheckpointException(
                    folder + " holds no usable tokenizer: " + e.getMessage(), e);
        }
    }

    private static String padToken(Path folder) {
        for (String name : PAD_FILES) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                JsonNode pad = JsonFile.read(file).path("pad_token");
                // Plain text, or the description of an added token.
                JsonNode text = pad.isObject() ? pad.path("content") : pad;
                if (text.isTextual()) {
                    return text.asText();
                }
            }
        }
        return ClipVocabulary.END;
    }

    /**
     * The tokenizer that all published CLIPs share.
     *
     * @param padTokenId 49407 for SDXL's first, 0 for its second text encoder
     */
    public static ClipTokenizer bundled(int padTokenId) {
        ClipVocabulary vocabulary = BundledVocabulary.load();
        return new ClipTokenizer(vocabulary, vocabulary.token(padTokenId));
    }

    /** Tokens it knows; ids are below this. */
    public int vocabularySize() {
        return vocabulary.size();
    }

    /** Whether a text needs no more than {@link #LENGTH} ids, so that nothing is cut off. */
    public boolean fits(String text) {
        return tokenizer.encode(text, false, false).getIds().length <= LENGTH - 2;
    }

    /** The ids of a text, {@link #LENGTH} of them. */
    public int[] encode(String text) {
        long[] tokens = tokenizer.encode(text, false, false).getIds();
        int kept = Math.min(tokens.length, LENGTH - 2);
        int[] ids = new int[LENGTH];
        Arrays.fill(ids, vocabulary.id(padToken));
        ids[0] = vocabulary.id(ClipVocabulary.START);
        for (int i = 0; i < kept; i++) {
            ids[i + 1] = Math.toIntExact(tokens[i]);
        }
        ids[kept + 1] = vocabulary.id(ClipVocabulary.END);
        return ids;
    }

    /**
     * Writes {@code vocab.json}, {@code merges.txt}, {@code tokenizer_config.json} and {@code
     * special_tokens_map.json} as diffusers folders have them.
     *
     * @param folder made when it is missing
     */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        TokenizerFolder.write(folder, vocabulary, padToken);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
