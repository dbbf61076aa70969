package dev.tlora.diffusion.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecomputationTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void gradientsOfAdaptersEqualThoseOfAWholeGraph() {
        // Given
        UNet unet = TinyModel.unet(manager);
        Map<String, NDArray> tracked = new TreeMap<>(adapted(unet));

        // When
        Map<String, NDArray> whole =
                gradients(tracked, step -> Gradients.backward(() -> loss(unet)));
        Map<String, NDArray> recomputed = gradients(tracked, step -> recomputing(unet));

        // Then
        assertThat(tracked).hasSizeGreaterThan(30);
        assertEqual(recomputed, whole);
    }

    @Test
    void gradientsReachTheFirstConvolutionThroughSkipsAndBothEmbeddings() {
        UNet unet = TinyModel.unet(manager);
        Map<String, NDArray> tracked = new TreeMap<>();
        for (String name :
                new String[] {
                    "conv_in.weight",
                    "time_embedding.linear_1.weight",
                    "down_blocks.0.downsamplers.0.conv.weight",
                    "up_blocks.1.resnets.1.conv_shortcut.weight",
                    "conv_out.bias"
                }) {
            NDArray array = unet.namedWeights().get(name).array();
            array.setRequiresGradient(true);
            tracked.put(name, array);
        }

        Map<String, NDArray> whole =
                gradients(tracked, step -> Gradients.backward(() -> loss(unet)));
        Map<String, NDArray> recomputed = gradients(tracked, step -> recomputing(unet));

        assertEqual(recomputed, whole);
    }

    @Test
    void aSegmentRunsAgainOnlyWhereGradientsFlow() {
        AtomicInteger runs = new AtomicInteger();
        NDArray constant = manager.ones(new Shape(2));
        NDArray parameter = manager.ones(new Shape(2));
        parameter.setRequiresGradient(true);
        Recomputation.Segment untracked = counting(runs, constant);
        Recomputation.Segment tracked = counting(runs, parameter);

        Gradients.backward(
                () ->
                        Recomputation.recomputing(
                                true,
                                () -> {
                                    NDArray first = Recomputation.segment(untracked, constant);
                                    NDArray second = Recomputation.segment(tracked, first);
                                    return Recomputation.segment(tracked, second).sum();
                                }));

        assertThat(runs).hasValue(3 + 2);
        assertThat(parameter.getGradient().toFloatArray()).containsExactly(2, 2);
    }

    private static Recomputation.Segment counting(AtomicInteger runs, NDArray factor) {
        return given -> {
            runs.incrementAndGet();
            return given[0].mul(factor);
        };
    }

    @Test
    void nothingIsLeftBehindAndPlainStepsFollow() {
        UNet unet = TinyModel.unet(manager);
        Map<String, NDArray> tracked = adapted(unet);
        gradients(tracked, step -> recomputing(unet));
        int before = manager.getManagedArrays().size();

        try (NDManager scope = manager.newSubManager()) {
            recomputing(unet).attach(scope);
        }
        int after = manager.getManagedArrays().size();

        // What loss() itself makes of inputs, and nothing of the network's.
        assertThat(after - before).isLessThan(10);
        assertThat(gradients(tracked, step -> Gradients.backward(() -> loss(unet)))).isNotEmpty();
    }

    private NDArray recomputing(UNet unet) {
        unet.setRecomputes(true);
        try {
            return Gradients.backward(() -> loss(unet));
        } finally {
            unet.setRecomputes(false);
        }
    }

    private Map<String, NDArray> adapted(UNet unet) {
        AdapterSettings settings =
                new AdapterSettings(
                        AdapterMethod.TLORA,
                        new RankSchedule(6, 2, 1),
                        Initialisation.RANDOM_LAST,
                        3);
        Adapter adapter = Adapter.create(settings, unet, manager);
        Map<String, NDArray> trainable = adapter.trainable();
        trainable.values().forEach(array -> array.setRequiresGradient(true));
        adapter.attachTo(unet);
        adapter.atTimestep(400);
        return trainable;
    }

    private Map<String, NDArray> gradients(Map<String, NDArray> tracked, Consumer<NDManager> step) {
        tracked.values().forEach(Gradients::clear);
        step.accept(manager);
        Map<String, NDArray> gradients = new TreeMap<>();
        tracked.forEach(
                (name, array) -> gradients.put(name, Gradients.of(array, manager).duplicate()));
        return gradients;
    }

    private static void assertEqual(Map<String, NDArray> actual, Map<String, NDArray> expected) {
        expected.forEach(
                (name, gradient) -> {
                    assertThat(gradient.abs().max().getFloat()).as(name).isPositive();
                    // Sums of the same numbers in another order.
                    assertThat(Agreement.error(actual.get(name), gradient))
                            .as(name)
                            .isLessThan(1e-5);
                });
    }

    private NDArray loss(UNet unet) {
        Conditioning conditioning = TinyModel.conditioning(1, manager);
        Shape shape = new Shape(1, 4, TinyModel.SIDE, TinyModel.SIDE);
        NDArray sample = TinyModel.gaussian(1010, shape, manager);
        NDArray target = TinyModel.gaussian(1011, shape, manager);
        NDArray timesteps = manager.create(new float[] {400});
        return Kernel.MSE.call(unet.forward(sample, timesteps, conditioning), target);
    }
}
