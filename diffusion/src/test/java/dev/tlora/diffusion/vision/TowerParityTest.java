package dev.tlora.diffusion.vision;

import static dev.tlora.diffusion.fixture.Agreement.FORWARD;
import static dev.tlora.diffusion.fixture.Agreement.assertAgrees;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tlora.diffusion.fixture.Fixture;
import dev.tlora.diffusion.image.ImageLimits;
import dev.tlora.diffusion.image.ImageLoader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * From a picture file to its embedding, step by step as Pillow, torchvision and transformers do.
 */
class TowerParityTest {

    private static final Fixture CASES = Fixture.of("vision");
    private static final ImageLoader LOADER =
            new ImageLoader(new ImageLimits(1 << 20, 1 << 20, 32));

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"landscape", "portrait", "small"})
    void clipSeesExactlyTheReferencesPixels(String picture) {
        BufferedImage framed = ImagePreprocessor.clip(224).frame(load(picture));

        assertThat(bytes(framed)).isEqualTo(expectedBytes(picture + ".clip.crop"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"landscape", "portrait", "small"})
    void dinoSeesExactlyTheReferencesPixels(String picture) {
        BufferedImage framed = ImagePreprocessor.dino(224).frame(load(picture));

        assertThat(bytes(framed)).isEqualTo(expectedBytes(picture + ".dino.crop"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"landscape", "portrait", "small"})
    void clipEmbedsAsTheReferenceDoes(String picture) throws IOException {
        Fixture tower = Fixture.of("vision/clip");
        ClipVisionModel clip = new ClipVisionModel(ClipVisionConfig.parse(config(tower)));
        tower.load(clip, manager);

        NDArray embedding =
                clip.forward(
                        ImagePreprocessor.clip(224).preprocess(List.of(load(picture)), manager));

        assertAgrees("CLIP", embedding, expected(picture + ".clip.embedding"), FORWARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"landscape", "portrait", "small"})
    void dinoEmbedsAsTheReferenceDoes(String picture) throws IOException {
        Fixture tower = Fixture.of("vision/dino");
        DinoModel dino = new DinoModel(DinoConfig.parse(config(tower)));
        tower.load(dino, manager);

        NDArray embedding =
                dino.forward(
                        ImagePreprocessor.dino(224).preprocess(List.of(load(picture)), manager));

        assertAgrees("DINO", embedding, expected(picture + ".dino.embedding"), FORWARD);
    }

    private static JsonNode config(Fixture tower) throws IOException {
        return JsonMapper.builder().build().readTree(tower.file("config.json").toFile());
    }

    private static BufferedImage load(String picture) {
        return LOADER.load(CASES.file("images/" + picture + ".png"));
    }

    private NDArray expected(String name) {
        return CASES.tensor("cases.safetensors", name, manager);
    }

    /** (3, S, S) colours as the reference cut them out. */
    private byte[] expectedBytes(String name) {
        return expected(name).toType(DataType.INT8, true).toByteArray();
    }

    private static byte[] bytes(BufferedImage image) {
        int plane = image.getWidth() * image.getHeight();
        byte[] planes = new byte[3 * plane];
        for (int at = 0; at < plane; at++) {
            int rgb = image.getRGB(at % image.getWidth(), at / image.getWidth());
            planes[at] = (byte) (rgb >> 16);
            planes[at + plane] = (byte) (rgb >> 8);
            planes[at + 2 * plane] = (byte) rgb;
        }
        return planes;
    }
}
