package dev.tlora.diffusion.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.List;

/**
 * diffusers' {@code Attention} as transformer blocks use it: no bias on queries, keys and values.
 *
 * <ul>
 *   <li>x: (B, L, C); context: (B, M, D), x itself for self-attention; result: (B, L, C)
 *   <li>keys: {@code to_q to_k to_v to_out.0}, the projections that adapters attach to
 * </ul>
 */
final class Attention extends CheckpointBlock {

    private final int heads;
    private final Linear toQ;
    private final Linear toK;
    private final Linear toV;
    private final Linear toOut;
    private final PromptProjections constants = new PromptProjections();

    Attention(long channels, long contextSize, int heads) {
        this.heads = heads;
        toQ = child("to_q", new Linear(channels, channels, false));
        toK = child("to_k", new Linear(contextSize, channels, false));
        toV = child("to_v", new Linear(contextSize, channels, false));
        toOut = child("to_out.0", new Linear(channels, channels, true));
    }

    NDArray forward(NDArray x, NDArray context) {
        NDList arguments = new NDList();
        arguments.add(x);
        boolean self = x == context;
        if (self) {
            addWeights(arguments, toQ, toK, toV);
        } else {
            constants.of(context, toK, toV);
            arguments.add(context);
            addWeights(arguments, toQ);
            arguments.add(adapted(toK, context, constants.keys()));
            arguments.add(adapted(toV, context, constants.values()));
        }
        addWeights(arguments, toOut);
        arguments.add(toOut.bias().orElseThrow().array());
        arguments.add(Kernel.scalar(heads));
        return kernel(self, arguments).callAll(arguments).get(0);
    }

    private static void addWeights(NDList arguments, Linear... projections) {
        for (Linear projection : projections) {
            arguments.add(projection.weightInUse());
        }
    }

    /** With the adapter of a projection that has one alone; else the kernel sees to it. */
    private NDArray adapted(Linear projection, NDArray context, NDArray constant) {
        return toQ.delta().isEmpty() && projection.delta().isPresent()
                ? projection.delta().get().addTo(context, constant)
                : constant;
    }

    /** Adds what an adapter needs, if there is one. */
    private Kernel kernel(boolean self, NDList arguments) {
        if (toQ.delta().isEmpty()) {
            return self ? Kernel.SELF_ATTENTION : Kernel.CROSS_ATTENTION;
        }
        Linear.InAttention first = toQ.delta().get().inAttention();
        arguments.add(first.active());
        for (Linear projection : List.of(toQ, toK, toV, toOut)) {
            arguments.addAll(new NDList(projection.delta().orElseThrow().inAttention().factors()));
        }
        return self ? first.self() : first.cross();
    }
}
