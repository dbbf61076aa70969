package dev.tlora.diffusion.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.fixture.Fixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Agreement with transformers' {@code CLIPTokenizer}, and the folders it is read from. */
class ClipTokenizerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int END = 49407;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {END, 0})
    void everyTextGetsTheReferencesIds(int pad) throws IOException {
        JsonNode cases = JSON.readTree(Fixture.of("tokenizer").file("cases.json").toFile());
        SoftAssertions soft = new SoftAssertions();
        try (ClipTokenizer tokenizer = ClipTokenizer.bundled(pad)) {
            for (JsonNode one : cases) {
                String text = one.path("text").asText();
                soft.assertThat(tokenizer.encode(text))
                        .as("ids of '%s'", text)
                        .containsExactly(JSON.convertValue(one.path("pad" + pad), int[].class));
            }
        }

        assertThat(cases.size()).isGreaterThan(200);
        soft.assertAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {END, 0})
    void writtenFolderIsReadBackAsTheSameTokenizer(int pad) throws IOException {
        try (ClipTokenizer bundled = ClipTokenizer.bundled(pad)) {
            bundled.write(folder.resolve("tokenizer"));
            try (ClipTokenizer read = ClipTokenizer.fromFolder(folder.resolve("tokenizer"))) {
                String text = "a sks cat's café, 2 of 3! 🐱";

                assertThat(read.encode(text)).containsExactly(bundled.encode(text));
                assertThat(read.vocabularySize()).isEqualTo(49408);
            }
        }
    }

    @Test
    void padsWithTheDescribedTokenOfASpecialTokensMap() throws IOException {
        writeBundled();
        Files.delete(folder.resolve("tokenizer_config.json"));
        Files.writeString(
                folder.resolve("special_tokens_map.json"),
                "{\"pad_token\": {\"content\": \"!\", \"lstrip\": false}}");

        try (ClipTokenizer read = ClipTokenizer.fromFolder(folder)) {
            assertThat(read.encode("cat")).endsWith(0).startsWith(49406, 2368, END, 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void tokenizerJsonAloneIsEnough(boolean mergesAsPairs) throws IOException {
        ClipVocabulary vocabulary = BundledVocabulary.load();
        JsonNode whole = JSON.readTree(TokenizerDefinition.of(vocabulary, ClipVocabulary.END));
        if (mergesAsPairs) {
            var model = (com.fasterxml.jackson.databind.node.ObjectNode) whole.path("model");
            var pairs = JSON.createArrayNode();
            vocabulary.merges().forEach(merge -> pairs.add(JSON.valueToTree(merge.split(" ", 2))));
            model.set("merges", pairs);
        }
        JSON.writeValue(folder.resolve("tokenizer.json").toFile(), whole);

        try (ClipTokenizer read = ClipTokenizer.fromFolder(folder)) {
            assertThat(read.encode("a photo")).startsWith(49406, 320, 1125, END, END);
        }
    }

    @Test
    void halfACharacterDoesNotEndTheProcess() {
        try (ClipTokenizer tokenizer = ClipTokenizer.bundled(END)) {
            assertThat(tokenizer.encode("cat \uD83D")).hasSize(77).startsWith(49406, 2368);
        }
    }

    @Test
    void vocabularyOfAnotherModelIsRefused() throws IOException {
        Files.writeString(folder.resolve("vocab.json"), "{\"hello\": 0}");

        assertThatThrownBy(() -> ClipTokenizer.fromFolder(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("vocab.json has no token <|startoftext|>");
    }

    @Test
    void missingMergesAreNamed() throws IOException {
        writeBundled();
        Files.delete(folder.resolve("merges.txt"));

        assertThatThrownBy(() -> ClipTokenizer.fromFolder(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("merges.txt cannot be read");
    }

    @Test
    void mergesOfAnotherVocabularyAreRefused() throws IOException {
        writeBundled();
        Files.writeString(folder.resolve("merges.txt"), "#version: 0.2\n猫 犬\n");

        assertThatThrownBy(() -> ClipTokenizer.fromFolder(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(folder + " holds no usable tokenizer");
    }

    @Test
    void paddingOutsideTheVocabularyIsRefused() throws IOException {
        writeBundled();
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"pad_token\": \"<no such>\"}");

        assertThatThrownBy(() -> ClipTokenizer.fromFolder(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("pads with '<no such>', which its vocabulary lacks");
    }

    private void writeBundled() throws IOException {
        try (ClipTokenizer bundled = ClipTokenizer.bundled(END)) {
            bundled.write(folder);
        }
    }
}
