package dev.tlora.diffusion.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.concept.ConceptImage;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.schedule.SchedulerConfig;
import dev.tlora.diffusion.unet.UNet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a recipe adds to the paper's training. */
class TrainingRecipeTest {

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

    @Test
    void theLearningRateClimbsAndStays() {
        TrainingSettings settings = settings(new TrainingRecipe(1, 4, 0, 0));

        assertThat(List.of(0, 1, 3, 4, 9).stream().map(settings::learningRateAt))
                .containsExactly(0.0025, 0.005, 0.01, 0.01, 0.01);
    }

    @Test
    void minSnrWeighsDownWhatIsHardlyNoisy() {
        TrainingRecipe recipe = new TrainingRecipe(1, 0, 5, 0);

        assertThat(recipe.lossWeight(1 / Math.sqrt(50))).isCloseTo(0.1, within(1e-12));
        assertThat(recipe.lossWeight(1)).isEqualTo(1);
        assertThat(TrainingRecipe.PAPER.lossWeight(0.01)).isEqualTo(1);
    }

    @Test
    void anAccumulatedGradientIsTheMeanOfItsSamples() {
        // Given
        TrainingStep both;
        double[] weighted = new double[1];
        try (Adapter adapter = adapter();
                AdapterTrainer trainer = trainer(adapter, new TrainingRecipe(2, 0, 0, 0))) {
            // When
            both = trainer.step();
            weighted[0] = both.gradientNorm();
        }

        // Then
        assertThat(both.samples()).hasSize(2);
        assertThat(both.samples().get(0).timestep()).isNotEqualTo(both.samples().get(1).timestep());
        try (Adapter adapter = adapter();
                AdapterTrainer trainer = trainer(adapter, TrainingRecipe.PAPER)) {
            TrainingStep first = trainer.step();
            assertThat(first.samples().get(0)).isEqualTo(both.samples().get(0));
            assertThat(weighted[0]).isLessThan(first.gradientNorm() * 2);
        }
    }

    @Test
    void timestepsComeFromTheInterval() {
        TrainingSettings settings =
                new TrainingSettings(12, 1e-2, 1e-4, 0, 200, 210, TrainingRecipe.PAPER);
        Set<Integer> timesteps = new HashSet<>();
        try (Adapter adapter = adapter();
                AdapterTrainer trainer =
                        new AdapterTrainer(unet, schedule(), concept(5), adapter, settings)) {
            while (!trainer.isFinished()) {
                timesteps.add(trainer.step().timestep());
            }
        }

        assertThat(timesteps).hasSizeGreaterThan(4).allMatch(t -> t >= 200 && t <= 210);
    }

    @Test
    void everyImageOfAConceptIsLookedAt() {
        PreparedConcept usual = concept(5);
        PreparedConcept secondUnusable =
                new PreparedConcept(
                        List.of(usual.images().get(0), concept(Float.NaN).images().get(0)),
                        usual.hidden(),
                        usual.pooled(),
                        usual.scalingFactor());
        try (Adapter adapter = adapter();
                AdapterTrainer trainer =
                        new AdapterTrainer(
                                unet,
                                schedule(),
                                secondUnusable,
                                adapter,
                                settings(TrainingRecipe.PAPER))) {
            assertThat(trainer.step().loss()).isFinite();

            assertThatThrownBy(
                            () -> {
                                while (!trainer.isFinished()) {
                                    trainer.step();
                                }
                            })
                    .isInstanceOf(DivergedException.class);
        }
    }

    @Test
    void picturesOfTheClassChangeTheGradient() {
        double without = firstNorm(TrainingRecipe.PAPER, Optional.empty());
        double weightless = firstNorm(TrainingRecipe.PAPER, Optional.of(concept(2)));
        double with = firstNorm(new TrainingRecipe(1, 0, 0, 1), Optional.of(concept(2)));

        assertThat(weightless).isEqualTo(without);
        assertThat(with).isNotCloseTo(without, within(1e-3 * without));
    }

    @Test
    void aPriorWeightWithoutPicturesIsRefused() {
        assertThatThrownBy(() -> firstNorm(new TrainingRecipe(1, 0, 0, 1), Optional.empty()))
                .hasMessage("priorWeight needs pictures of the class, and there are none");
    }

    @Test
    void aStepThatDivergesLeavesTheAdapterAsItWas() {
        try (Adapter adapter = adapter();
                AdapterTrainer trainer =
                        new AdapterTrainer(
                                unet,
                                schedule(),
                                concept(Float.NaN),
                                adapter,
                                settings(TrainingRecipe.PAPER))) {
            Map<String, float[]> before = values(adapter);

            assertThatThrownBy(trainer::step)
                    .isInstanceOf(DivergedException.class)
                    .hasMessage(
                            "the loss is NaN at step 1; lower the learning rate or check the"
                                    + " image");

            values(adapter).forEach((name, array) -> assertThat(array).isEqualTo(before.get(name)));
        }
    }

    private double firstNorm(TrainingRecipe recipe, Optional<PreparedConcept> prior) {
        try (Adapter adapter = adapter();
                AdapterTrainer trainer =
                        new AdapterTrainer(
                                unet, schedule(), concept(5), prior, adapter, settings(recipe))) {
            return trainer.step().gradientNorm();
        }
    }

    private AdapterTrainer trainer(Adapter adapter, TrainingRecipe recipe) {
        return new AdapterTrainer(unet, schedule(), concept(5), adapter, settings(recipe));
    }

    private Adapter adapter() {
        return Adapter.create(
                new AdapterSettings(
                        AdapterMethod.TLORA,
                        new RankSchedule(6, 2, 1),
                        Initialisation.RANDOM_LAST,
                        3),
                unet,
                manager);
    }

    private static TrainingSettings settings(TrainingRecipe recipe) {
        return new TrainingSettings(10, 1e-2, 1e-4, 0, 0, 999, recipe);
    }

    private static NoiseSchedule schedule() {
        return NoiseSchedule.from(SchedulerConfig.sdxl());
    }

    private PreparedConcept concept(float scale) {
        PreparedConcept one = TinyModel.concept(manager);
        ConceptImage image = one.images().get(0);
        NDArray mean = image.mean().div(5).mul(scale);
        ConceptImage scaled =
                new ConceptImage(mean, image.logVariance(), image.mask(), image.timeIds());
        return new PreparedConcept(
                List.of(scaled), one.hidden(), one.pooled(), one.scalingFactor());
    }

    private static Map<String, float[]> values(Adapter adapter) {
        Map<String, float[]> values = new HashMap<>();
        adapter.trainable().forEach((name, array) -> values.put(name, array.toFloatArray()));
        return values;
    }
}
