package dev.tlora.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptSetsTest {

    /** Hashes of the appendix's text, prompts joined by line feeds, {@code {}} for V*. */
    @ParameterizedTest
    @CsvSource({
        "live, 3f6625c39297db0ee98accbf74590cb31f768c949b05e84f92ad707292d74944",
        "object, b4a492d147237837d1af05242e3d298afe4c434f02756aa4d0245bb47092a932",
    })
    void aSetHoldsThePapersPromptsLetterByLetter(String set, String sha256) throws Exception {
        // When
        List<String> templates =
                PromptSets.templates(set.equals("live") ? Prompts.LIVE : Prompts.OBJECT);

        // Then
        assertThat(templates)
                .hasSize(31)
                .doesNotHaveDuplicates()
                .allMatch(one -> one.contains("{}"));
        byte[] letters = String.join("\n", templates).getBytes(StandardCharsets.UTF_8);
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(letters)))
                .isEqualTo(sha256);
    }

    @Test
    void slipsAndTrailingSpacesAreKept() {
        assertThat(PromptSets.templates(Prompts.LIVE)).contains("a {} swimming ", "a {} sleeping ");
        assertThat(PromptSets.templates(Prompts.OBJECT).get(30)).contains("floaing boat");
    }

    @Test
    void aUsersOwnListIsTakenAsItIs() {
        // Given
        List<String> own = List.of("a {} on the moon");

        // When / Then
        assertThat(PromptSets.templates(new Prompts.Templates(own))).isEqualTo(own);
        assertThat(PromptSets.templates(Prompts.NONE)).isEmpty();
    }
}
