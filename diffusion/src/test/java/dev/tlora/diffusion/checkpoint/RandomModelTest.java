package dev.tlora.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.concept.ConceptImage;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.random.CounterNoise;
import dev.tlora.diffusion.random.Purpose;
import dev.tlora.diffusion.sampling.ImageSize;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.training.AdapterTrainer;
import dev.tlora.diffusion.training.TrainingSettings;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.vae.Posterior;
import dev.tlora.diffusion.vae.Vae;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RandomModelTest {

    private static final long MAX_BYTES = 8_000_000;

    @TempDir static Path folder;

    private static ModelFolder model;

    private final NDManager manager = NDManager.newBaseManager();

    @BeforeAll
    static void writeModel() throws IOException {
        RandomModel.write(folder.resolve("model"), 7);
        model = ModelFolder.open(folder.resolve("model"));
    }

    @AfterEach
    void freeArrays() {
        manager.close();
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(model.untrained()).isTrue();
        assertThat(model.resolution()).isEqualTo(128);
        assertThat(model.maxAdapterRank()).isGreaterThanOrEqualTo(16);
    }

    @Test
    void aSeedDecidesEveryByte() throws IOException {
        Path again = folder.resolve("deep").resolve("again");
        Path other = folder.resolve("other");

        RandomModel.write(again, 7);
        RandomModel.write(other, 8);

        assertThat(hashes(again)).isEqualTo(hashes(model.path()));
        assertThat(ModelFolder.open(again).hash()).isEqualTo(model.hash());
        assertThat(ModelFolder.open(other).hash()).isNotEqualTo(model.hash());
    }

    @Test
    void itIsSmallAndLeavesNothingBesideIt() throws IOException {
        Path parent = folder.resolve("parent");

        RandomModel.write(parent.resolve("model"), 7);

        assertThat(parent).isDirectoryNotContaining("glob:**.tmp-*");
        long bytes = 0;
        for (Path file : files(parent)) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isLessThan(MAX_BYTES);
    }

    @Test
    void aTakenFolderStaysAsItWas() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("taken").resolve("model"));
        Files.writeString(taken.resolve("mine"), "mine");

        assertThatThrownBy(() -> RandomModel.write(taken, 7))
                .isInstanceOf(FileSystemException.class);

        assertThat(files(taken.getParent())).containsExactly(taken.resolve("mine"));
    }

    @Test
    void predictionsBeginSmallAndFollowEveryInput() {
        UNet unet = model.unet(manager);
        NDArray latents = gaussian(1, 1, 4, 16, 16);
        Conditioning prompt = conditioning(2);

        NDArray predicted = predict(unet, latents, 500, prompt);

        assertThat(deviation(predicted)).isBetween(0.05, 0.6);
        assertThat(deviation(predict(unet, latents, 900, prompt).sub(predicted)))
                .isGreaterThan(1e-3);
        assertThat(deviation(predict(unet, latents, 500, conditioning(3)).sub(predicted)))
                .isGreaterThan(1e-3);
    }

    @Test
    void latentsHaveAboutUnitVarianceAndPixelsStayInReach() {
        Vae vae = model.vae(manager);
        NDArray pixels = gaussian(1, 2, 3, 128, 128).mul(0.5);

        Posterior posterior = vae.encode(pixels);
        NDArray latents = posterior.sample(gaussian(2, 2, 4, 16, 16)).mul(vae.scalingFactor());

        assertThat(deviation(latents)).isBetween(0.5, 2.0);
        assertThat(deviation(vae.decode(posterior.mean()))).isBetween(0.1, 3.0);
    }

    @Test
    void trainingAnAdapterLowersTheLoss() {
        UNet unet = model.unet(manager);
        PreparedConcept concept = concept();
        AdapterSettings settings =
                new AdapterSettings(
                        AdapterMethod.TLORA,
                        new RankSchedule(16, 8, 1),
                        Initialisation.RANDOM_LAST,
                        0);

        try (Adapter adapter = Adapter.create(settings, unet, manager);
                AdapterTrainer trainer =
                        new AdapterTrainer(
                                unet,
                                model.noiseSchedule(),
                                concept,
                                adapter,
                                new TrainingSettings(20, 1e-2, 1e-4, 0, 0, 999))) {
            double before = trainer.fixedLoss();
            while (!trainer.isFinished()) {
                trainer.step();
            }

            assertThat(before).isBetween(1.0, 1.5);
            assertThat(trainer.fixedLoss()).isLessThan(0.95 * before);
        }
    }

    private PreparedConcept concept() {
        Conditioning prompt = conditioning(5);
        ConceptImage image =
                new ConceptImage(
                        gaussian(6, 1, 4, 16, 16),
                        manager.full(new Shape(1, 4, 16, 16), -10f),
                        manager.ones(new Shape(1, 1, 16, 16)),
                        ImageSize.square(128).timeIds(1, manager));
        return new PreparedConcept(List.of(image), prompt.hidden(), prompt.pooled(), 1);
    }

    private Conditioning conditioning(long seed) {
        int pooled = model.unetConfig().pooledSize() - 6 * model.unetConfig().timeIdSize();
        return new Conditioning(
                gaussian(seed, 1, 77, model.unetConfig().hiddenSize()),
                gaussian(seed + 100, 1, pooled),
                ImageSize.square(128).timeIds(1, manager));
    }

    private NDArray predict(UNet unet, NDArray latents, int timestep, Conditioning prompt) {
        return unet.forward(latents, manager.create(new float[] {timestep}), prompt);
    }

    private NDArray gaussian(long seed, long... dimensions) {
        Shape shape = new Shape(dimensions);
        float[] values = CounterNoise.gaussian(seed, 0, Purpose.TRAINING_NOISE, (int) shape.size());
        return HostArrays.create(manager, values, shape);
    }

    /** NaN where any value is. */
    private static double deviation(NDArray values) {
        return Math.sqrt(values.square().mean().getFloat());
    }

    private static Map<String, String> hashes(Path folder) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        for (Path file : files(folder)) {
            hashes.put(folder.relativize(file).toString(), FileHash.sha256(List.of(file)));
        }
        return hashes;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
