package dev.tlora.diffusion.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.Kernel;

/**
 * The frozen keys and values of a prompt, which stay the same over all steps of a training or a
 * sampling: made when an attention sees a prompt for the first time, kept until it sees another.
 *
 * <p>A prompt is known by identity; its array must not change while it is in use.
 */
final class PromptProjections {

    private NDManager manager;
    private NDArray prompt;
    private NDArray keys;
    private NDArray values;

    /** Makes {@code context} the prompt at hand. */
    void of(NDArray context, Linear toK, Linear toV) {
        if (toK.mayChange() || toV.mayChange()) {
            forget();
            keys = Kernel.CONSTANT_PROJECTION.call(context, toK.weightInUse());
            values = Kernel.CONSTANT_PROJECTION.call(context, toV.weightInUse());
        } else if (context != prompt) {
            forget();
            manager = NDManager.newBaseManager(context.getDevice());
            keys = keep(context, toK.weightInUse());
            values = keep(context, toV.weightInUse());
            prompt = context;
        }
    }

    private NDArray keep(NDArray context, NDArray weight) {
        NDArray projected =
                Gradients.without(() -> Kernel.CONSTANT_PROJECTION.call(context, weight));
        projected.attach(manager);
        return projected;
    }

    void forget() {
        if (manager != null) {
            manager.close();
            manager = null;
            prompt = null;
        }
    }

    /** (B · M, C). */
    NDArray keys() {
        return keys;
    }

    /** (B · M, C). */
    NDArray values() {
        return values;
    }
}
