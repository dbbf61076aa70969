package dev.tlora.diffusion.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KernelTest {

    @ParameterizedTest
    @EnumSource(Kernel.class)
    void everyKernelHasABodyInTheSource(Kernel kernel) throws Exception {
        try (var source = Kernel.class.getResourceAsStream(kernel.source().file())) {
            String body =
                    new String(source.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

            assertThat(body)
                    .contains("def " + kernel.name().toLowerCase(java.util.Locale.ROOT) + "(");
        }
    }

    @Test
    void resultBelongsToTheManagerOfTheFirstArray() {
        try (NDManager outer = NDManager.newBaseManager();
                NDManager inner = outer.newSubManager()) {
            NDArray weight = outer.ones(new Shape(2, 3));

            NDArray y = Kernel.LINEAR.call(inner.ones(new Shape(1, 3)), weight);

            assertThat(y.getManager()).isSameAs(inner);
            assertThat(y.toFloatArray()).containsExactly(3f, 3f);
        }
    }

    @Test
    void listArgumentsReachTheKernelInOrder() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray a = manager.create(new float[] {3f});
            NDArray b = manager.create(new float[] {4f});
            a.setName("x[]");
            b.setName("x[]");

            NDArray norm = Kernel.NORM_OF_ALL.callAll(new NDList(a, b)).get(0);

            assertThat(norm.getFloat()).isEqualTo(5f);
        }
    }

    @Test
    void fusedAdamWMovesAgainstTheGradient() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray hyper = manager.create(new double[] {0.1, 0.9, 0.999, 0, 1e-8});
            NDArray parameter = manager.create(new float[] {1f});
            NDList arguments = new NDList(hyper);
            add(arguments, "params[]", parameter);
            add(arguments, "grads[]", manager.create(new float[] {2f}));
            add(arguments, "avgs[]", manager.zeros(new Shape(1)));
            add(arguments, "squares[]", manager.zeros(new Shape(1)));
            add(arguments, "steps[]", manager.zeros(new Shape()));

            Kernel.ADAMW.callAll(arguments);

            assertThat(parameter.getFloat())
                    .isCloseTo(0.9f, org.assertj.core.data.Offset.offset(1e-6f));
        }
    }

    private static void add(NDList arguments, String name, NDArray array) {
        array.setName(name);
        arguments.add(array);
    }

    @Test
    void qrGivesAnOrthonormalFrame() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray q = Kernel.QR_Q.call(manager.randomNormal(new Shape(20, 4)));

            NDArray product = q.transpose().matMul(q);

            assertThat(product.allClose(manager.eye(4), 1e-5, 1e-5, false)).isTrue();
        }
    }

    @Test
    void attentionOfEqualKeysAveragesTheValues() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray q = manager.ones(new Shape(1, 1, 4));
            NDArray k = manager.ones(new Shape(1, 2, 4));
            NDArray v = manager.create(new float[] {1, 1, 1, 1, 3, 3, 3, 3}, new Shape(1, 2, 4));

            NDArray o = Kernel.ATTENTION.call(q, k, v, Kernel.scalar(2));

            assertThat(o.toFloatArray()).containsExactly(2f, 2f, 2f, 2f);
        }
    }

    @Test
    void singularValuesComeLargestFirst() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray x = manager.create(new float[] {2, 0, 0, 5}, new Shape(2, 2));

            NDList usv = Kernel.SVD.callAll(new NDList(x));

            assertThat(usv.get(1).toFloatArray()).containsExactly(5f, 2f);
            assertThat(Kernel.SVD_S.call(x).toFloatArray()).containsExactly(5f, 2f);
        }
    }
}
