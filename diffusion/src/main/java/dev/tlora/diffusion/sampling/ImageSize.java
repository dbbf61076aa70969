package dev.tlora.diffusion.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.tensor.HostArrays;

/** Height and width of an image in pixels. */
public record ImageSize(int height, int width) {

    private static final int IDS = 6;

    public ImageSize {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "an image needs a positive size, not " + height + "x" + width);
        }
    }

    public static ImageSize square(int side) {
        return new ImageSize(side, side);
    }

    /**
     * SDXL's time ids of an image that was neither scaled nor cropped: original size, crop corner
     * and target size, each height before width (diffusers' {@code _get_add_time_ids}).
     *
     * @return (batch, 6) float32
     */
    public NDArray timeIds(int batch, NDManager manager) {
        float[] one = {height, width, 0, 0, height, width};
        float[] all = new float[batch * IDS];
        for (int i = 0; i < batch; i++) {
            System.arraycopy(one, 0, all, i * IDS, IDS);
        }
        return HostArrays.create(manager, all, new Shape(batch, IDS));
    }

    boolean isMultipleOf(int pixels) {
        return height % pixels == 0 && width % pixels == 0;
    }
}
