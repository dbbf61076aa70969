package dev.tlora.diffusion.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Adapter gradients through the whole U-Net against differences of the loss. */
class GradientTest {

    /** Float32 losses near one leave about four digits of a difference over this distance. */
    private static final double DISTANCE = 2e-2;

    private NDManager manager;
    private UNet unet;
    private Conditioning conditioning;
    private NDArray sample;
    private NDArray target;

    @BeforeEach
    void build() {
        manager = NDManager.newBaseManager();
        unet = TinyModel.unet(manager);
        conditioning = TinyModel.conditioning(2, manager);
        Shape shape = new Shape(2, 4, TinyModel.SIDE, TinyModel.SIDE);
        sample = TinyModel.gaussian(1010, shape, manager);
        target = TinyModel.gaussian(1011, shape, manager);
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(AdapterMethod.class)
    void gradientsAgreeWithFiniteDifferences(AdapterMethod method) {
        // Given
        AdapterSettings settings =
                new AdapterSettings(
                        method, new RankSchedule(6, 2, 1), Initialisation.RANDOM_LAST, 3);
        Adapter adapter = Adapter.create(settings, unet, manager);
        Map<String, NDArray> parameters = adapter.trainable();
        int number = 3000;
        for (NDArray parameter : parameters.values()) {
            parameter.addi(TinyModel.gaussian(number++, parameter.getShape(), manager).mul(0.1));
            parameter.setRequiresGradient(true);
        }
        adapter.attachTo(unet);
        adapter.atTimestep(400);

        // When
        Gradients.backward(this::loss);

        // Then
        parameters.forEach(this::assertSlope);
    }

    /** Along the gradient itself the slope is the gradient's length. */
    private void assertSlope(String name, NDArray parameter) {
        NDArray gradient = Gradients.of(parameter, manager);
        Gradients.without(
                () -> {
                    double length = gradient.norm().getFloat();
                    NDArray direction = gradient.div(length);
                    parameter.addi(direction.mul(DISTANCE));
                    double above = loss().getFloat();
                    parameter.subi(direction.mul(2 * DISTANCE));
                    double below = loss().getFloat();
                    parameter.addi(direction.mul(DISTANCE));
                    double slope = (above - below) / (2 * DISTANCE);
                    assertThat(slope).as(name).isCloseTo(length, within(0.01 * length + 2e-5));
                    return null;
                });
    }

    private NDArray loss() {
        NDArray timesteps = manager.create(new float[] {400, 400});
        return Kernel.MSE.call(unet.forward(sample, timesteps, conditioning), target);
    }
}
