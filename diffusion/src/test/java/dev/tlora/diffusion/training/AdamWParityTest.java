package dev.tlora.diffusion.training;

import static dev.tlora.diffusion.fixture.Agreement.FORWARD;
import static dev.tlora.diffusion.fixture.Agreement.GRADIENT;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.AdaptedLayer;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.Fixture;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Weight;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Agreement with {@code torch.optim.AdamW} over the reference's layers, a timestep a step. */
class AdamWParityTest {

    private static final Fixture FIXTURE = Fixture.of("tlora");
    private static final int[] TIMESTEPS = {3, 998, 510, 249, 750};
    private static final TrainingSettings SETTINGS =
            new TrainingSettings(TIMESTEPS.length, 1e-4, 1e-4, 0, 0, 999);

    /** A projection of the fixture's size, 10 to 8. */
    private static final String PROJECTION =
            "mid_block.attentions.0.transformer_blocks.0.attn2.to_k";

    private static final UNetConfig NETWORK =
            new UNetConfig(
                    4,
                    4,
                    8,
                    List.of(8, 8),
                    List.of(false, true),
                    1,
                    List.of(1, 1),
                    List.of(1, 1),
                    10,
                    4,
                    36,
                    4,
                    1e-5);

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(AdapterMethod.class)
    void everyStepMovesTheFactorsAsTheReferenceDoes(AdapterMethod method) {
        Run run = new Run(method);
        for (int step = 0; step < TIMESTEPS.length; step++) {
            NDArray loss = run.backward(step);

            Agreement.assertAgrees("loss " + step, loss, run.read("loss." + step), FORWARD);
            run.assertGradients(step);

            run.optimizer.gradientNorm();
            run.optimizer.update(SETTINGS.learningRate());

            run.assertMoved(step);
        }
    }

    /** The training of one projection. */
    private final class Run {

        private final String file;
        private final Adapter adapter;
        private final Linear projection;
        private final Map<String, NDArray> parameters;
        private final AdamW optimizer;

        Run(AdapterMethod method) {
            file = method.wireName() + "-training.safetensors";
            UNet unet = new UNet(NETWORK);
            int[] number = {0};
            unet.adaptedProjections()
                    .values()
                    .forEach(linear -> loadAnything(linear.weight(), number[0]++));
            RankSchedule ranks = new RankSchedule(4, 2, 1);
            adapter =
                    Adapter.create(
                            new AdapterSettings(method, ranks, Initialisation.RANDOM_LAST, 0),
                            unet,
                            manager);
            projection = unet.adaptedProjections().get(PROJECTION);
            projection.weight().load(read("weight"));
            AdaptedLayer layer = adapter.layers().get(PROJECTION);
            parameters = layer.trainable();
            parameters.forEach((name, array) -> read("before." + name).copyTo(array));
            layer.frozen().forEach((name, array) -> read(name).copyTo(array));
            parameters.values().forEach(array -> array.setRequiresGradient(true));
            projection.attach(layer);
            optimizer = new AdamW(parameters, SETTINGS.weightDecay(), manager);
        }

        /** PiSSA decomposes every weight, though only one is looked at. */
        private void loadAnything(Weight weight, int number) {
            weight.load(TinyModel.gaussian(number, weight.shape(), manager));
        }

        NDArray backward(int step) {
            adapter.atTimestep(TIMESTEPS[step]);
            return Gradients.backward(
                    () ->
                            Kernel.MSE.call(
                                    projection.forward(read("x." + step)), read("target." + step)));
        }

        void assertGradients(int step) {
            parameters.forEach(
                    (name, array) -> {
                        String key = "grad.%d.%s".formatted(step, name);
                        assertAgrees(key, Gradients.of(array, manager), read(key));
                    });
        }

        /** Compares the way gone: the factors themselves are thousands of steps long. */
        void assertMoved(int step) {
            parameters.forEach(
                    (name, array) -> {
                        String key = "after.%d.%s".formatted(step, name);
                        NDArray before = read("before." + name);
                        NDArray moved = Gradients.without(() -> array.sub(before));
                        assertAgrees(key, moved, read(key).sub(before));
                    });
        }

        private NDArray read(String tensor) {
            return FIXTURE.tensor(file, tensor, manager);
        }
    }

    /** No gradient reaches {@code down} while {@code up} is zero: zeros must be exact. */
    private static void assertAgrees(String what, NDArray actual, NDArray expected) {
        if (expected.abs().max().getFloat() == 0) {
            assertThat(actual.abs().max().getFloat()).as(what).isZero();
        } else {
            Agreement.assertAgrees(what, actual, expected, GRADIENT);
        }
    }
}
