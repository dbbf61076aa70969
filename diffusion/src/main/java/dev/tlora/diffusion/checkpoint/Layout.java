package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Precision;
import java.util.List;

/** How a file holds a weight. */
enum Layout {
    AS_IT_IS,
    /** As the first, second or last third of the rows: open_clip stacks queries, keys, values. */
    FIRST_THIRD,
    SECOND_THIRD,
    LAST_THIRD,
    /** With rows and columns exchanged: a plain matrix that is multiplied from the right. */
    TRANSPOSED,
    /** As a convolution of one pixel, (out, in, 1, 1). */
    CONVOLUTION;

    /**
     * The shape of the weight in a tensor of shape {@code stored}; as stored where it cannot be.
     */
    List<Long> shapeIn(List<Long> stored) {
        return switch (this) {
            case AS_IT_IS -> stored;
            case FIRST_THIRD, SECOND_THIRD, LAST_THIRD -> thirdOf(stored);
            case TRANSPOSED -> stored.size() == 2 ? List.of(stored.get(1), stored.get(0)) : stored;
            case CONVOLUTION ->
                    stored.size() == 4 && stored.get(2) == 1 && stored.get(3) == 1
                            ? stored.subList(0, 2)
                            : stored;
        };
    }

    private static List<Long> thirdOf(List<Long> stored) {
        if (stored.isEmpty() || stored.get(0) % 3 != 0) {
            return stored;
        }
        return stored.size() == 1
                ? List.of(stored.get(0) / 3)
                : List.of(stored.get(0) / 3, stored.get(1));
    }

    /** Reads the weight; {@link SafetensorsFile#readFrozen} says what it may lie on. */
    NDArray read(SafetensorsFile file, String name, Precision precision, NDManager manager) {
        NDArray whole = file.readFrozen(name, precision, manager);
        if (this == AS_IT_IS) {
            return whole;
        }
        NDArray own = taken(whole);
        whole.close();
        return own;
    }

    private NDArray taken(NDArray whole) {
        int third = (int) (whole.getShape().get(0) / 3);
        return switch (this) {
            case AS_IT_IS -> whole;
            case FIRST_THIRD -> rows(whole, 0, third);
            case SECOND_THIRD -> rows(whole, third, third);
            case LAST_THIRD -> rows(whole, 2 * third, third);
            case TRANSPOSED -> Kernel.TRANSPOSED.call(whole);
            case CONVOLUTION -> Kernel.MATRIX.call(whole);
        };
    }

    private static NDArray rows(NDArray whole, int first, int count) {
        return Kernel.ROWS.call(whole, Kernel.scalar(first), Kernel.scalar(count));
    }
}
