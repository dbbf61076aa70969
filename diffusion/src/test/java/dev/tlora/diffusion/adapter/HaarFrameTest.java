package dev.tlora.diffusion.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HaarFrameTest {

    @ParameterizedTest
    @CsvSource({"1, 5", "4, 30", "20, 20"})
    void vectorsAreOrthonormal(int count, int size) {
        float[] frame = HaarFrame.draw(3, 1, count, size);

        for (int one = 0; one < count; one++) {
            for (int other = 0; other <= one; other++) {
                double product = 0;
                for (int i = 0; i < size; i++) {
                    product += (double) frame[one * size + i] * frame[other * size + i];
                }
                assertThat(product).isCloseTo(one == other ? 1 : 0, within(1e-6));
            }
        }
    }

    /** The hash was taken once; another machine, JVM or release must come to the same bits. */
    @Test
    void theBaseOfASeedIsTheSameBitsEverywhere() throws NoSuchAlgorithmException {
        AdapterSettings settings =
                new AdapterSettings(
                        AdapterMethod.TLORA,
                        new RankSchedule(16, 8, 1),
                        Initialisation.RANDOM_LAST,
                        11);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (NDManager manager = NDManager.newBaseManager()) {
            OrthoLayer.Factors base =
                    new StartingFactors(settings, manager)
                            .ofGaussian(StartingFactors.keyOf("mid_block.to_q"), 96, 64);
            update(digest, base.q());
            update(digest, base.p());
            update(digest, base.lambda());
        }

        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("eed4891425d1e7c95fb0c37d74cdaf6e96c8f29b52184fbce3ff33e9c3afe98e");
    }

    private static void update(MessageDigest digest, NDArray array) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(array.size() * Float.BYTES));
        bytes.asFloatBuffer().put(array.toFloatArray());
        digest.update(bytes);
    }
}
