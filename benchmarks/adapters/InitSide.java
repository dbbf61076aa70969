import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import java.util.List;
import java.util.Locale;

/**
 * Times the start of all 560 SDXL-shaped layers at rank 64 against the dense decomposition of a
 * Gaussian matrix for each. The latter is measured once for each shape and multiplied by the number
 * of layers of that shape.
 */
final class InitSide {

    private static final UNetConfig SDXL =
            new UNetConfig(
                    4, 4, 128, List.of(320, 640, 1280), List.of(false, true, true), 2,
                    List.of(1, 2, 10), List.of(5, 10, 20), 2048, 256, 2816, 32, 1e-5);

    /** In, out and how many layers of SDXL have that shape. */
    private static final int[][] SHAPES = {
        {640, 640, 60}, {2048, 640, 20}, {1280, 1280, 360}, {2048, 1280, 120}
    };

    public static void main(String[] arguments) {
        try (NDManager manager = NDManager.newBaseManager()) {
            double fast = Double.MAX_VALUE;
            for (int round = 0; round < 2; round++) {
                long begin = System.nanoTime();
                AdapterSettings settings =
                        new AdapterSettings(
                                AdapterMethod.TLORA,
                                new RankSchedule(64, 32, 1),
                                Initialisation.RANDOM_LAST,
                                round);
                Adapter.create(settings, new UNet(SDXL), manager).close();
                fast = Math.min(fast, (System.nanoTime() - begin) / 1e9);
            }
            double dense = 0;
            for (int[] shape : SHAPES) {
                dense += shape[2] * decompose(manager, shape[0], shape[1]);
            }
            System.out.printf(
                    Locale.ROOT,
                    "560 layers at rank 64: %.1f s; dense SVD, extrapolated from one of each"
                            + " shape: %.0f s; 1/%.0f%n",
                    fast,
                    dense,
                    dense / fast);
        }
    }

    private static double decompose(NDManager manager, int in, int out) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray matrix = scope.randomNormal(new Shape(out, in));
            long begin = System.nanoTime();
            Kernel.SVD.callAll(new NDList(matrix));
            return (System.nanoTime() - begin) / 1e9;
        }
    }
}
