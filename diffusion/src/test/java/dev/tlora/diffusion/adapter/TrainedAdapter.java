package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.fixture.TinyModel;
import dev.tlora.diffusion.unet.UNet;
import java.util.List;
import java.util.Map;

/** Adapters that are no longer what they were drawn as. */
public final class TrainedAdapter {

    private TrainedAdapter() {}

    /** Moves every trained value of a fresh adapter by about {@code distance}. */
    public static Adapter of(
            AdapterSettings settings, UNet unet, double distance, NDManager manager) {
        Adapter adapter = Adapter.create(settings, unet, manager);
        Map<String, NDArray> trainable = adapter.trainable();
        List<String> names = List.copyOf(trainable.keySet());
        for (int i = 0; i < names.size(); i++) {
            NDArray array = trainable.get(names.get(i));
            try (NDArray noise = TinyModel.gaussian(2000 + i, array.getShape(), manager);
                    NDArray step = noise.mul(distance)) {
                array.addi(step);
            }
        }
        return adapter;
    }

    /** Four components, of which two are always active, where the method masks. */
    public static AdapterSettings settings(AdapterMethod method) {
        return new AdapterSettings(
                method, new RankSchedule(4, 2, 1), Initialisation.RANDOM_LAST, 11);
    }
}
