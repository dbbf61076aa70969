package dev.tlora.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngTextTest {

    private static final BufferedImage PICTURE =
            Pictures.of(new int[] {0x102030, 0xa0b0c0}, new int[] {0, 0xffffff});

    @ParameterizedTest
    @ValueSource(strings = {"", "a cat", "café au lait\nzweite Zeile", "a 😺 on the beach", "猫"})
    void everyTextComesBack(String text, @TempDir Path folder) throws IOException {
        Path file = folder.resolve("cat.png");

        PngWriter.write(file, PICTURE, Map.of("prompt", text));

        assertThat(PngText.read(file)).containsExactly(entry("prompt", text));
    }

    @Test
    void textsKeepTheirOrderAndThePictureItsPixels(@TempDir Path folder) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("seed", "7");
        texts.put("prompt", "a 😺");
        texts.put("adapter", "sha256:00");
        Path file = folder.resolve("cat.png");

        PngWriter.write(file, PICTURE, texts);

        assertThat(PngText.read(file)).containsExactlyEntriesOf(texts);
        BufferedImage read = new ImageLoader(new ImageLimits(10_000, 100, 1)).load(file);
        Pictures.assertAlike(read, PICTURE, 0);
    }

    @Test
    void latinTextIsReadableForOldToolsAndOtherTextIsUtf8() throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("latin", "café");
        texts.put("other", "😺");

        String file = new String(written(texts), StandardCharsets.ISO_8859_1);

        assertThat(file).contains("tEXtlatin\0café");
        byte[] emoji = "😺".getBytes(StandardCharsets.UTF_8);
        assertThat(file)
                .contains("iTXtother\0\0\0\0\0" + new String(emoji, StandardCharsets.ISO_8859_1));
    }

    @Test
    void equalPicturesGiveEqualFiles() throws IOException {
        Map<String, String> texts = Map.of("prompt", "a cat");

        assertThat(written(texts)).isEqualTo(written(texts));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "zwölf", "tab\t"})
    void keywordsThatPngForbidsAreRefused(String keyword) {
        assertThatThrownBy(() -> written(Map.of(keyword, "text")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a PNG keyword has 1 to 79 printable ASCII characters, not '%s'"
                                .formatted(keyword));
    }

    @Test
    void textOfAnotherFormatIsRefused(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("cat.txt"), "a cat");

        assertThatThrownBy(() -> PngText.read(file))
                .isInstanceOf(ImageException.class)
                .hasMessage(file + " is not a PNG file");
    }

    private static byte[] written(Map<String, String> texts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PngWriter.write(bytes, PICTURE, texts);
        return bytes.toByteArray();
    }
}
