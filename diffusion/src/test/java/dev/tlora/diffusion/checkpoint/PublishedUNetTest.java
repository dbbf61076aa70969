package dev.tlora.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.diffusion.fixture.SdxlConfig;
import dev.tlora.diffusion.tensor.Weight;
import dev.tlora.diffusion.unet.UNet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The U-Net against the published checkpoint, by name and shape, without its values. */
class PublishedUNetTest {

    @Test
    void theUNetHasExactlyThePublishedTensors() throws IOException {
        Map<String, Weight> weights = new UNet(SdxlConfig.unet()).namedWeights();

        assertThat(shapes(weights)).isEqualTo(published("sdxl-unet-tensors.tsv"));
        assertThat(weights).hasSize(1680);
        assertThat(parameters(weights)).isEqualTo(2_567_463_684L);
        assertThat(weights.values()).noneMatch(Weight::isLoaded);
    }

    private static Map<String, List<Long>> published(String resource) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                PublishedUNetTest.class.getResourceAsStream(resource),
                                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .collect(Collectors.toMap(line -> line[0], line -> shape(line[1])));
        }
    }

    private static List<Long> shape(String dimensions) {
        return Arrays.stream(dimensions.split(",")).map(Long::valueOf).toList();
    }

    private static Map<String, List<Long>> shapes(Map<String, Weight> weights) {
        return weights.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                entry ->
                                        Arrays.stream(entry.getValue().shape().getShape())
                                                .boxed()
                                                .toList()));
    }

    private static long parameters(Map<String, Weight> weights) {
        return weights.values().stream().mapToLong(weight -> weight.shape().size()).sum();
    }
}
