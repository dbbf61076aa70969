package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import dev.tlora.diffusion.unet.UNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Our own adapter format: arrays by {@code <path>.<array>} and {@link AdapterMetadata}. There are
 * an exact form, float32 with everything, and a {@linkplain CompactForm compact} one, bfloat16
 * without the base where the seed draws it again.
 */
public final class AdapterFile {

    private static final String COMPACT = "compact";

    private AdapterFile() {}

    /** Writes every array in float32, base included; the stream stays open. */
    public static void write(OutputStream out, Adapter adapter, AdapterMetadata metadata)
            throws IOException {
        SafetensorsWriter.write(out, adapter.tensors(), metadata.toStrings());
    }

    /**
     * Writes the small form; the stream stays open. The base is left out only after it was drawn
     * again and found equal, so whatever is written can be read.
     */
    public static void writeCompact(OutputStream out, Adapter adapter, AdapterMetadata metadata)
            throws IOException {
        Map<String, String> strings = metadata.toStrings();
        strings.put(AdapterMetadata.STORAGE, COMPACT);
        boolean seeded = new SeededBase(adapter.settings()).isThatOf(adapter);
        if (seeded) {
            strings.put(AdapterMetadata.BASE_SHA256, SeededBase.sha256(adapter.tensors()));
        }
        SafetensorsWriter.writeAll(out, CompactForm.tensors(adapter, !seeded), strings);
    }

    /** Whether an open file is in this format. */
    public static boolean isOurs(SafetensorsFile file) {
        return AdapterMetadata.FORMAT.equals(file.metadata().get(AdapterMetadata.FORMAT_KEY));
    }

    /**
     * Reads what a file says about itself.
     *
     * @throws CheckpointException when it is not an adapter file of ours
     */
    public static AdapterMetadata metadata(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            return AdapterMetadata.parse(path.toString(), file.metadata());
        }
    }

    /**
     * Loads an adapter for {@code unet}, without attaching it.
     *
     * @param baseModelHash of the loaded U-Net; the file must name the same
     * @throws CheckpointException when the file belongs to another base model, or lacks a tensor,
     *     or has one too many or of the wrong shape
     */
    public static Adapter read(Path path, UNet unet, String baseModelHash, NDManager parent) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            AdapterMetadata metadata = AdapterMetadata.parse(path.toString(), file.metadata());
            requireBase(path, metadata, baseModelHash);
            TensorShapes.requireSame(
                    path.toString(),
                    TensorShapes.of(metadata.settings(), unet),
                    expandedShapes(file));
            NDManager manager = parent.newSubManager();
            return new AdapterBuilder(metadata.settings(), manager)
                    .restore(
                            unet.adaptedProjections().keySet(),
                            arrays(file, metadata.settings(), manager));
        }
    }

    /**
     * Loads an adapter without a network to use it on.
     *
     * @throws CheckpointException when a tensor is missing, too many or does not fit the others
     */
    public static Adapter read(SafetensorsFile file, NDManager parent) {
        AdapterSettings settings =
                AdapterMetadata.parse(file.path().toString(), file.metadata()).settings();
        NDManager manager = parent.newSubManager();
        return Adapter.of(settings, arrays(file, settings, manager), manager);
    }

    /**
     * Refuses an adapter that was trained on other weights.
     *
     * @throws CheckpointException also when the adapter does not say what it was trained on
     */
    public static void requireBase(Path path, AdapterMetadata metadata, String loaded) {
        if (!metadata.baseModelHash().equals(loaded)) {
            throw new CheckpointException(
                    "%s was trained on a base model with hash %s, the loaded one has %s"
                            .formatted(
                                    path,
                                    metadata.baseModelHash().isEmpty()
                                            ? "unknown"
                                            : shorten(metadata.baseModelHash()),
                                    shorten(loaded)));
        }
    }

    private static Map<String, List<Long>> expandedShapes(SafetensorsFile file) {
        Map<String, List<Long>> stored = new TreeMap<>();
        file.names().forEach(name -> stored.put(name, file.info(name).shape()));
        return isCompact(file) ? CompactForm.expand(stored, !isSeeded(file)) : stored;
    }

    private static Map<String, NDArray> arrays(
            SafetensorsFile file, AdapterSettings settings, NDManager manager) {
        Map<String, LayerShape> layers =
                TensorShapes.layers(file.path().toString(), settings, expandedShapes(file));
        Map<String, NDArray> stored = new HashMap<>();
        file.names().forEach(name -> stored.put(name, file.readFloat(name, manager)));
        if (!isCompact(file)) {
            return stored;
        }
        return CompactForm.restore(
                stored,
                isSeeded(file)
                        ? seededBase(file, settings, layers, manager)
                        : CompactForm.baseOf(stored));
    }

    private static Map<String, NDArray> seededBase(
            SafetensorsFile file,
            AdapterSettings settings,
            Map<String, LayerShape> layers,
            NDManager manager) {
        Map<String, NDArray> base = new SeededBase(settings).draw(layers, manager);
        if (!SeededBase.sha256(base).equals(file.metadata().get(AdapterMetadata.BASE_SHA256))) {
            throw new CheckpointException(
                    ("%s leaves out a base that seed %d no longer draws; export it with its base,"
                                    + " by the version that trained it")
                            .formatted(file.path(), settings.seed()));
        }
        return base;
    }

    private static boolean isCompact(SafetensorsFile file) {
        return COMPACT.equals(file.metadata().get(AdapterMetadata.STORAGE));
    }

    private static boolean isSeeded(SafetensorsFile file) {
        return file.metadata().containsKey(AdapterMetadata.BASE_SHA256);
    }

    private static String shorten(String hash) {
        return hash.substring(0, Math.min(12, hash.length()));
    }
}
