package dev.tlora.diffusion.layer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrozenLinearTest {

    private final NDManager manager = NDManager.newBaseManager();
    private final Map<String, NDArray> values =
            Map.of(
                    "weight", manager.randomNormal(new Shape(40, 24)),
                    "bias", manager.randomNormal(new Shape(40)));

    @AfterEach
    void free() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesWhatAnAdaptableProjectionGives(boolean withBias) {
        // Given
        Linear plain = loaded(new Linear(24, 40, withBias), DataType.FLOAT32);
        FrozenLinear frozen = loaded(new FrozenLinear(24, 40, withBias), DataType.FLOAT32);
        NDArray everySecond = manager.randomNormal(new Shape(2, 10, 24)).get(":, ::2");

        // When
        NDArray y = frozen.forward(everySecond);

        // Then
        assertThat(y.allClose(plain.forward(everySecond), 1e-5, 1e-5, false)).isTrue();
    }

    @Test
    void activationFollowsTheProjection() {
        Linear plain = loaded(new Linear(24, 40, true), DataType.FLOAT32);
        FrozenLinear frozen = loaded(new FrozenLinear(24, 40, true), DataType.FLOAT32);
        NDArray x = manager.randomNormal(new Shape(3, 24));

        for (Kernel activation : new Kernel[] {Kernel.GELU, Kernel.QUICK_GELU}) {
            NDArray y = frozen.forward(x, activation);

            assertThat(y.allClose(activation.call(plain.forward(x)), 1e-5, 1e-5, false))
                    .as(activation.name())
                    .isTrue();
        }
    }

    @Test
    void halfPrecisionStaysAsItIs() {
        FrozenLinear frozen = loaded(new FrozenLinear(24, 40, true), DataType.FLOAT16);

        assertThat(frozen.namedWeights().get("weight").isPacked()).isFalse();
        assertThat(frozen.forward(manager.ones(new Shape(1, 24), DataType.FLOAT16)).getShape())
                .isEqualTo(new Shape(1, 40));
    }

    @Test
    void packingLeavesNoSecondCopyBehind() {
        int before = manager.getManagedArrays().size();

        loaded(new FrozenLinear(24, 40, true), DataType.FLOAT32);

        assertThat(manager.getManagedArrays()).hasSize(before + 2);
    }

    private <B extends CheckpointBlock> B loaded(B block, DataType type) {
        block.namedWeights()
                .forEach((name, weight) -> weight.load(values.get(name).toType(type, true)));
        return block;
    }
}
