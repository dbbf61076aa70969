package dev.tlora.diffusion.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.checkpoint.WeightLoader;
import dev.tlora.diffusion.fixture.Agreement;
import dev.tlora.diffusion.fixture.Fixture;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Twenty optimiser steps on a whole U-Net against diffusers' with the layers of the paper. */
class UNetTrainingParityTest {

    private static final Fixture FIXTURE = Fixture.of("tlora_unet");
    private static final Fixture NETWORK = Fixture.of("text_to_image");
    private static final double BAR = 1e-4;

    /** Adam divides by the gradient's size, so the way gone shows what the factors would hide. */
    private static final double WAY_BAR = 1e-2;

    private static final int RANK = 6;
    private static final int MIN_RANK = 3;
    private static final int STEPS = 20;
    private static final double LEARNING_RATE = 1e-3;
    private static final double WEIGHT_DECAY = 1e-4;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void free() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(AdapterMethod.class)
    void twentyStepsEndWhereTheReferencesDo(AdapterMethod method) throws IOException {
        Run run = new Run(method);
        NDArray losses = run.read("losses");

        for (int step = 0; step < STEPS; step++) {
            double loss = run.step(step);

            double expected = losses.getFloat(step);
            assertThat(Math.abs(loss - expected) / expected).as("loss %d", step).isLessThan(BAR);
        }

        run.parameters.forEach(run::assertMovedAsTheReferences);
    }

    /** One method's training. */
    private final class Run {

        private final String file;
        private final UNet unet;
        private final Adapter adapter;
        private final Map<String, NDArray> parameters;
        private final AdamW optimizer;

        Run(AdapterMethod method) throws IOException {
            file = method.wireName() + ".safetensors";
            unet = network();
            RankSchedule ranks = new RankSchedule(RANK, MIN_RANK, 1);
            adapter =
                    Adapter.create(
                            new AdapterSettings(method, ranks, Initialisation.RANDOM_LAST, 0),
                            unet,
                            manager);
            adapter.tensors().forEach((name, array) -> before(name).copyTo(array));
            parameters = adapter.trainable();
            parameters.values().forEach(array -> array.setRequiresGradient(true));
            optimizer = new AdamW(parameters, WEIGHT_DECAY, manager);
            adapter.attachTo(unet);
        }

        double step(int step) {
            NDArray timestep = input("timesteps").get("{}:{}", step, step + 1);
            adapter.atTimestep((int) timestep.getFloat());
            NDArray loss =
                    Gradients.backward(
                            () ->
                                    Kernel.MSE.call(
                                            unet.forward(
                                                    one("noisy", step), timestep, conditioning()),
                                            one("noise", step)));
            optimizer.gradientNorm();
            optimizer.update(LEARNING_RATE);
            return loss.getFloat();
        }

        void assertMovedAsTheReferences(String name, NDArray array) {
            NDArray expected = read("after." + name);
            NDArray before = before(name);
            Gradients.without(
                    () -> {
                        Agreement.assertAgrees(name, array, expected, BAR);
                        Agreement.assertAgrees(
                                "way of " + name, array.sub(before), expected.sub(before), WAY_BAR);
                        return null;
                    });
        }

        /** A trained factor starts as its frozen base, where there is one. */
        private NDArray before(String name) {
            String base =
                    name.replace("q_layer.weight", "base_q.weight")
                            .replace("p_layer.weight", "base_p.weight")
                            .replace("lambda_layer", "base_lambda");
            return read("before." + base);
        }

        NDArray read(String tensor) {
            return FIXTURE.tensor(file, tensor, manager);
        }
    }

    private UNet network() throws IOException {
        UNetConfig config =
                UNetConfig.parse(
                        new ObjectMapper().readTree(NETWORK.file("unet/config.json").toFile()));
        UNet unet = new UNet(config);
        try (SafetensorsFile weights = NETWORK.open("unet/model.safetensors")) {
            WeightLoader.load(unet, weights, manager);
        }
        return unet;
    }

    private Conditioning conditioning() {
        return new Conditioning(input("hidden"), input("pooled"), input("time_ids"));
    }

    private NDArray one(String name, int step) {
        return input(name).get("{}:{}", step, step + 1);
    }

    private NDArray input(String name) {
        return FIXTURE.tensor("inputs.safetensors", name, manager);
    }
}
