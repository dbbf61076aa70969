package dev.tlora.diffusion.checkpoint;

import static dev.tlora.diffusion.checkpoint.TinySingleFile.text;
import static dev.tlora.diffusion.checkpoint.TinySingleFile.unetConfig;
import static dev.tlora.diffusion.checkpoint.TinySingleFile.vaeConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.vae.Vae;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and shapes of tensors in the published file of SDXL base. */
class SingleFileNamesTest {

    @TempDir Path folder;

    @Test
    void sdxlBaseIsLookedForUnderExactlyThePublishedNamesAndShapes() throws IOException {
        SingleFile base = new SingleFile(folder, SdxlBase::json);

        Map<String, List<Long>> published = published();

        Map<String, List<Long>> left = new TreeMap<>(published);
        find(base, Component.UNET, new UNet(unetConfig(base)), 1680, published, left);
        find(base, Component.VAE, new Vae(vaeConfig(base)), 248, published, left);
        find(
                base,
                Component.TEXT_ENCODER,
                text(base, Component.TEXT_ENCODER),
                196,
                published,
                left);
        find(
                base,
                Component.TEXT_ENCODER_2,
                text(base, Component.TEXT_ENCODER_2),
                517,
                published,
                left);
        assertThat(left).containsOnlyKeys("conditioner.embedders.1.model.logit_scale");
    }

    private static void find(
            SingleFile base,
            Component component,
            CheckpointBlock network,
            int tensors,
            Map<String, List<Long>> published,
            Map<String, List<Long>> left) {
        assertThat(network.namedWeights()).hasSize(tensors);
        network.namedWeights()
                .forEach(
                        (name, weight) -> {
                            Place place = base.place(component, name);
                            assertThat(published).as(name).containsKey(place.name());
                            assertThat(place.layout().shapeIn(published.get(place.name())))
                                    .as(place.name())
                                    .containsExactlyElementsOf(
                                            Arrays.stream(weight.shape().getShape())
                                                    .boxed()
                                                    .toList());
                            left.remove(place.name());
                        });
    }

    private static Map<String, List<Long>> published() throws IOException {
        try (InputStream in =
                SingleFileNamesTest.class.getResourceAsStream("sdxl-single-file-tensors.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .collect(Collectors.toMap(line -> line[0], line -> shape(line[1])));
        }
    }

    private static List<Long> shape(String dimensions) {
        return dimensions.isEmpty()
                ? List.of()
                : Arrays.stream(dimensions.split(",")).map(Long::valueOf).toList();
    }
}
