package dev.tlora.diffusion.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.schedule.SchedulerConfig;
import dev.tlora.diffusion.unet.UNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdapterTrainerTest {

    private static final String BASE = "a".repeat(64);

    /** Everything that a resumed run has to get right beside the paper's training. */
    private static final TrainingRecipe ACCUMULATED = new TrainingRecipe(2, 4, 5, 0);

    @TempDir Path folder;

    private NDManager manager;
    private UNet unet;

    @BeforeEach
    void build() {
        manager = NDManager.newBaseManager();
        unet = TinyModel.unet(manager);
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(AdapterMethod.class)
    void lossOnFixedNoiseFalls(AdapterMethod method) {
        try (Adapter adapter = adapter(method);
                AdapterTrainer trainer = trainer(adapter, 60)) {
            double before = trainer.fixedLoss();

            while (!trainer.isFinished()) {
                trainer.step();
            }

            assertThat(trainer.fixedLoss()).isLessThan(before * 0.97);
        }
    }

    @ParameterizedTest
    @EnumSource(AdapterMethod.class)
    void aRestoredRunEndsBitForBitAsAnUninterruptedOne(AdapterMethod method) throws IOException {
        // Given
        Map<String, float[]> uninterrupted = new HashMap<>();
        try (Adapter adapter = adapter(method);
                AdapterTrainer trainer = trainer(adapter, 6, ACCUMULATED)) {
            run(trainer, 6);
            uninterrupted.putAll(values(adapter));
        }

        // When
        Path adapterFile = folder.resolve("adapter.safetensors");
        Path optimizerFile = folder.resolve("optimizer.safetensors");
        try (Adapter adapter = adapter(method);
                AdapterTrainer trainer = trainer(adapter, 6, ACCUMULATED);
                OutputStream adapterOut = Files.newOutputStream(adapterFile);
                OutputStream optimizerOut = Files.newOutputStream(optimizerFile)) {
            run(trainer, 3);
            AdapterFile.write(
                    adapterOut,
                    adapter,
                    new AdapterMetadata(adapter.settings(), BASE, "sks", "cat"));
            trainer.writeOptimizer(optimizerOut);
        }
        Map<String, float[]> resumed = new HashMap<>();
        try (Adapter adapter = AdapterFile.read(adapterFile, unet, BASE, manager);
                AdapterTrainer trainer = trainer(adapter, 6, ACCUMULATED)) {
            trainer.restore(optimizerFile, 3);
            run(trainer, 3);
            resumed.putAll(values(adapter));
        }

        // Then
        assertThat(resumed.keySet()).isEqualTo(uninterrupted.keySet());
        resumed.forEach(
                (name, array) -> assertThat(array).as(name).isEqualTo(uninterrupted.get(name)));
    }

    @Test
    void stepsLeaveNoArraysBehind() {
        try (Adapter adapter = adapter(AdapterMethod.TLORA);
                AdapterTrainer trainer = trainer(adapter, 20)) {
            run(trainer, 2);
            trainer.fixedLoss();
            int before = arraysBelow(manager);

            run(trainer, 5);
            trainer.fixedLoss();

            assertThat(arraysBelow(manager)).isEqualTo(before);
        }
    }

    @Test
    void stepsReportTheRankOfTheirTimestep() {
        RankSchedule ranks = new RankSchedule(6, 2, 1);
        try (Adapter adapter = adapter(AdapterMethod.TLORA);
                AdapterTrainer trainer = trainer(adapter, 5)) {
            while (!trainer.isFinished()) {
                TrainingStep step = trainer.step();
                assertThat(step.activeRank()).isEqualTo(ranks.activeRank(step.timestep()));
            }
        }
    }

    @Test
    void frozenWeightsNeverChange() {
        Map<String, float[]> before = new HashMap<>();
        unet.namedWeights()
                .forEach((name, weight) -> before.put(name, weight.array().toFloatArray()));
        try (Adapter adapter = adapter(AdapterMethod.TLORA);
                AdapterTrainer trainer = trainer(adapter, 3)) {
            run(trainer, 3);
        }

        unet.namedWeights()
                .forEach(
                        (name, weight) ->
                                assertThat(
                                                Arrays.equals(
                                                        weight.array().toFloatArray(),
                                                        before.get(name)))
                                        .as(name)
                                        .isTrue());
    }

    private static void run(AdapterTrainer trainer, int steps) {
        for (int i = 0; i < steps; i++) {
            trainer.step();
        }
    }

    private Adapter adapter(AdapterMethod method) {
        return Adapter.create(
                new AdapterSettings(
                        method, new RankSchedule(6, 2, 1), Initialisation.RANDOM_LAST, 3),
                unet,
                manager);
    }

    private AdapterTrainer trainer(Adapter adapter, int steps) {
        return trainer(adapter, steps, TrainingRecipe.PAPER);
    }

    private AdapterTrainer trainer(Adapter adapter, int steps, TrainingRecipe recipe) {
        return new AdapterTrainer(
                unet,
                NoiseSchedule.from(SchedulerConfig.sdxl()),
                TinyModel.concept(manager),
                adapter,
                new TrainingSettings(steps, 1e-2, 1e-4, 0, 0, 999, recipe));
    }

    private static Map<String, float[]> values(Adapter adapter) {
        Map<String, float[]> values = new HashMap<>();
        adapter.trainable().forEach((name, array) -> values.put(name, array.toFloatArray()));
        return values;
    }

    private static int arraysBelow(NDManager manager) {
        return manager.getManagedArrays().size();
    }
}
