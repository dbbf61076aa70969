package dev.tlora.diffusion.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A PyTorch operation that DJL's array interface lacks; its body is the method of the same name in
 * {@code kernels.py}, through which gradients flow, or in {@code onednn.py}, through which they do
 * not.
 *
 * <p>Results belong to the manager of the first array, so activations come first. Safe for use by
 * several threads at once.
 */
public enum Kernel {
    LINEAR,
    EMBEDDING,
    LINEAR_BIAS,
    CONV2D,
    PATCHES,
    CLASS_AND_POSITIONS,
    GROUP_NORM,
    GROUP_NORM_SILU,
    LAYER_NORM,
    SILU,
    GELU,
    QUICK_GELU,
    GEGLU,
    ATTENTION,
    CAUSAL_ATTENTION,
    ATTENTION_WEIGHTS,
    UPSAMPLE_NEAREST_2X,
    UPSAMPLE_NEAREST_LIKE,
    PAD_RIGHT_BOTTOM,
    LORA_DELTA,
    ORTHO_DELTA,
    CONSTANT_PROJECTION,
    SELF_ATTENTION,
    CROSS_ATTENTION,
    SELF_ATTENTION_LORA,
    CROSS_ATTENTION_LORA,
    SELF_ATTENTION_ORTHO,
    CROSS_ATTENTION_ORTHO,
    MERGE_COMPONENTS,
    COPY_ALL,
    VIEW,
    MSE,
    ADAMW,
    NORM_OF_ALL,
    CONTIGUOUS,
    QR_Q,
    SVD,
    SVD_S,
    TO_FLOAT16,
    WEIGHT_COMPONENTS,
    TO_BFLOAT16,
    TO_FLOAT32,
    BFLOAT16_BITS,
    MAP_FILE,
    CUT,
    COPY_INTO,
    ROWS,
    TRANSPOSED,
    MATRIX,
    TYPE_AS,
    IS_TRACKED,
    SAME,
    IS_FINITE,
    PACK(KernelSource.ONEDNN),
    PACKED_LINEAR(KernelSource.ONEDNN),
    PACKED_LINEAR_BIAS(KernelSource.ONEDNN),
    PACKED_LINEAR_GELU(KernelSource.ONEDNN);

    private static final String ENGINE = "PyTorch";
    private static final Map<Module, PtSymbolBlock> MODULES = new ConcurrentHashMap<>();
    private static final Map<Number, NDArray> SCALARS = new ConcurrentHashMap<>();

    /** The graph optimiser recompiles at every new shape, and masked ranks change at every step. */
    private static final ThreadLocal<Boolean> OPTIMISER_OFF =
            ThreadLocal.withInitial(
                    () -> {
                        JniUtils.setGraphExecutorOptimize(false);
                        return true;
                    });

    /** Names the kernel to DJL; never changed after construction. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final NDArray tag;

    private final KernelSource source;

    private record Module(KernelSource source, Device device) {}

    Kernel() {
        this(KernelSource.PORTABLE);
    }

    Kernel(KernelSource source) {
        this.source = source;
        NDManager forever = NDManager.newBaseManager(Device.cpu(), ENGINE);
        tag = forever.zeros(new Shape(1));
        tag.setName("module_method:" + name().toLowerCase(Locale.ROOT));
    }

    /** Calls the kernel; the single result belongs to the manager of {@code first}. */
    public NDArray call(NDArray first, NDArray... others) {
        NDList arguments = new NDList(others.length + 2);
        arguments.add(first);
        for (NDArray other : others) {
            arguments.add(other);
        }
        return callAll(arguments).get(0);
    }

    /**
     * Calls the kernel with named arguments: arrays that share a name such as {@code "grads[]"}
     * become one list argument. All results belong to the manager of the first array.
     */
    public NDList callAll(NDList arguments) {
        arguments.add(tag);
        return forward(arguments);
    }

    private NDList forward(NDList arguments) {
        if (!OPTIMISER_OFF.get()) {
            throw new IllegalStateException("graph optimiser is on");
        }
        Module key = new Module(source, arguments.get(0).getDevice());
        PtSymbolBlock module = MODULES.computeIfAbsent(key, Kernel::loadModule);
        return IValueUtils.forward(module, arguments, true);
    }

    /**
     * Calls the kernel with arrays of any manager, capped ones too; results belong to {@code
     * owner}.
     */
    public NDList callIn(NDManager owner, NDArray... arguments) {
        try (NDArray first = owner.zeros(new Shape(1))) {
            first.setName(tag.getName());
            NDList all = new NDList(first);
            all.addAll(new NDList(arguments));
            return forward(all);
        }
    }

    KernelSource source() {
        return source;
    }

    /** A constant argument; made once and kept, always on the CPU. */
    public static NDArray scalar(Number value) {
        return SCALARS.computeIfAbsent(value, Kernel::newScalar);
    }

    private static NDArray newScalar(Number value) {
        NDManager forever = NDManager.newBaseManager(Device.cpu(), ENGINE);
        return value instanceof Integer
                ? forever.create(value.intValue())
                : forever.create(value.doubleValue());
    }

    private static PtSymbolBlock loadModule(Module module) {
        PtNDManager forever = (PtNDManager) NDManager.newBaseManager(module.device(), ENGINE);
        byte[] packed = KernelArchive.pack(module.source().file());
        try (ByteArrayInputStream archive = new ByteArrayInputStream(packed)) {
            return JniUtils.loadModule(forever, archive, false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot load %s on %s".formatted(module.source().file(), module.device()), e);
        }
    }
}
