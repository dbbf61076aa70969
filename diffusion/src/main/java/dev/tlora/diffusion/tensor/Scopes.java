package dev.tlora.diffusion.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;

/** Memory scopes: what a block computes on the way is freed when the block returns. */
public final class Scopes {

    private Scopes() {}

    /**
     * Runs {@code body} with its inputs lent to a scope; every array it makes but the result is
     * freed on return. The result belongs to the manager of the first input. Autograd keeps what
     * the backward pass needs, so gradients flow through a closed scope.
     */
    public static NDArray scoped(Supplier<NDArray> body, NDArray... inputs) {
        // By identity: lending one array twice would hand it back to the closed scope.
        Set<NDArray> lent = Collections.newSetFromMap(new IdentityHashMap<>());
        lent.addAll(Arrays.asList(inputs));
        try (NDManager scope = NDManager.subManagerOf(inputs[0])) {
            lent.forEach(scope::tempAttachAll);
            return scope.ret(body.get());
        }
    }
}
