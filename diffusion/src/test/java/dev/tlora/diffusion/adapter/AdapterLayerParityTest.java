package dev.tlora.diffusion.adapter;

import static dev.tlora.diffusion.fixture.Agreement.assertAgrees;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.fixture.Fixture;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Agreement with the reference's layers on a square, a wide and a tall weight. */
class AdapterLayerParityTest {

    private static final Fixture FIXTURE = Fixture.of("tlora");

    /** For outputs and gradients alike. */
    private static final double BAR = 1e-5;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({
        "LORA, square, 4", "LORA, wide, 8", "LORA, tall, 6",
        "VANILLA_TLORA, square, 2", "VANILLA_TLORA, square, 3", "VANILLA_TLORA, square, 4",
        "VANILLA_TLORA, wide, 1", "VANILLA_TLORA, wide, 5", "VANILLA_TLORA, wide, 8",
        "VANILLA_TLORA, tall, 3", "VANILLA_TLORA, tall, 4", "VANILLA_TLORA, tall, 6",
        "ORTHO_LORA, square, 4", "ORTHO_LORA, wide, 8", "ORTHO_LORA, tall, 6",
        "TLORA, square, 2", "TLORA, square, 3", "TLORA, square, 4",
        "TLORA, wide, 1", "TLORA, wide, 5", "TLORA, wide, 8",
        "TLORA, tall, 3", "TLORA, tall, 4", "TLORA, tall, 6",
        "PISSA, square, 4", "PISSA, wide, 8", "PISSA, tall, 6"
    })
    void outputsAndGradientsAreTheReferencesAtEachActiveRank(
            AdapterMethod method, String layer, int components) {
        Case given = new Case(method, layer);
        given.active.set(components);

        given.assertOutputAndGradients("active" + components);
        given.assertOutputOfMergedWeight(components);
    }

    @ParameterizedTest
    @CsvSource({
        "VANILLA_TLORA, square, 2, 4", "VANILLA_TLORA, wide, 3, 8", "VANILLA_TLORA, tall, 6, 1",
        "TLORA, square, 2, 4", "TLORA, wide, 3, 8", "TLORA, tall, 6, 1"
    })
    void outputsAndGradientsAreTheReferencesWhereSamplesDiffer(
            AdapterMethod method, String layer, int first, int second) {
        Case given = new Case(method, layer);
        given.active.set(new int[] {first, second}, manager);

        given.assertOutputAndGradients("mixed");
    }

    /** One adapted projection of the fixture, its inputs and what the reference made of them. */
    private final class Case {

        private final String file;
        private final NDArray x;
        private final NDArray weight;
        private final Linear projection;
        private final ActiveRank active;
        private final AdaptedLayer layer;

        Case(AdapterMethod method, String name) {
            file = "%s-%s.safetensors".formatted(method.wireName(), name);
            x = read("x");
            weight = read("weight");
            boolean ortho = method.subtractsStart();
            NDArray down = read(ortho ? "q_layer.weight" : "down.weight");
            active = new ActiveRank((int) down.getShape().get(0));
            layer =
                    ortho
                            ? orthoLayer(method != AdapterMethod.PISSA)
                            : new LoraLayer(down, read("up.weight"), active);
            projection = new Linear(weight.getShape().get(1), weight.getShape().get(0), false);
            projection.weight().load(weight);
            projection.attach(layer);
        }

        private OrthoLayer orthoLayer(boolean trainsLambda) {
            OrthoLayer.Factors current =
                    new OrthoLayer.Factors(
                            read("q_layer.weight"),
                            read("p_layer.weight"),
                            read(trainsLambda ? "lambda_layer" : "base_lambda"));
            OrthoLayer.Factors start =
                    new OrthoLayer.Factors(
                            read("base_q.weight"), read("base_p.weight"), read("base_lambda"));
            return new OrthoLayer(current, start, trainsLambda, active);
        }

        void assertOutputAndGradients(String label) {
            Map<String, NDArray> trainable = layer.trainable();
            x.setRequiresGradient(true);
            trainable.values().forEach(array -> array.setRequiresGradient(true));

            Gradients.backward(() -> projection.forward(x).mul(read("g")).sum());

            NDArray output = Gradients.without(() -> projection.forward(x));
            assertAgrees("output", output, read("out." + label), BAR);
            assertGradient("x", x, label);
            trainable.forEach((name, array) -> assertGradient(name, array, label));
        }

        private void assertGradient(String name, NDArray tracked, String label) {
            NDArray expected = read("grad.%s.%s".formatted(label, name));
            assertAgrees(name, Gradients.of(tracked, manager), expected, BAR);
        }

        void assertOutputOfMergedWeight(int components) {
            NDArray output =
                    Gradients.without(
                            () -> Kernel.LINEAR.call(x, weight.add(layer.delta(components))));
            assertAgrees("merged", output, read("out.active" + components), BAR);
        }

        private NDArray read(String tensor) {
            return FIXTURE.tensor(file, tensor, manager);
        }
    }
}
