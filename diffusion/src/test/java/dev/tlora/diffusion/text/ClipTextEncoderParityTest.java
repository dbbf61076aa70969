package dev.tlora.diffusion.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.Fixture;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agreement with transformers' {@code CLIPTextModel} and {@code CLIPTextModelWithProjection}. */
class ClipTextEncoderParityTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({
        "first, pad-end", "first, pad-zero",
        "second, pad-end", "second, pad-zero",
        "named-end, pad-end", "named-end, pad-zero"
    })
    void encodesTextsAsTheReference(String encoder, String name) throws IOException {
        // Given
        Fixture fixture = Fixture.of("text/" + encoder);
        String file = name + ".safetensors";
        ClipTextEncoder network = load(fixture);

        // When
        TextEncoding encoding = network.encode(ids(fixture, file), manager);

        // Then
        NDArray hidden = fixture.tensor(file, "hidden", manager);
        NDArray pooled = fixture.tensor(file, "pooled", manager);
        Agreement.assertAgrees("hidden", encoding.hidden(), hidden, Agreement.FORWARD);
        Agreement.assertAgrees("pooled", encoding.pooled(), pooled, Agreement.FORWARD);
    }

    private ClipTextEncoder load(Fixture fixture) throws IOException {
        ClipTextConfig config =
                ClipTextConfig.parse(
                        new ObjectMapper().readTree(fixture.file("config.json").toFile()));
        ClipTextEncoder network = new ClipTextEncoder(config);
        fixture.load(network, manager);
        return network;
    }

    private int[][] ids(Fixture fixture, String file) {
        NDArray ids = fixture.tensor(file, "ids", manager);
        int length = (int) ids.getShape().get(1);
        long[] flat = ids.toLongArray();
        int[][] texts = new int[flat.length / length][];
        for (int text = 0; text < texts.length; text++) {
            texts[text] =
                    Arrays.stream(flat, text * length, (text + 1) * length)
                            .mapToInt(Math::toIntExact)
                            .toArray();
        }
        return texts;
    }
}
