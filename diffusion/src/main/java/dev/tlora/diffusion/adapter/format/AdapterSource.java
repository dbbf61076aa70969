package dev.tlora.diffusion.adapter.format;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An adapter file of any known format, opened for reading. Strict: a tensor that is missing, left
 * over or of a shape that does not fit the others makes reading fail, naming the tensor.
 *
 * <p>A file of another tool says nothing about timesteps, token or base model; it is read as an
 * adapter that is never masked. One that this project exported is read as what it was.
 */
public final class AdapterSource implements AutoCloseable {

    /** Resnets of a down block in SDXL, by which its sgm names count. */
    private static final int SDXL_LAYERS_PER_BLOCK = 2;

    private final SafetensorsFile file;
    private final AdapterFormat format;
    private final AdapterMetadata metadata;

    private AdapterSource(SafetensorsFile file) {
        this.file = file;
        format = AdapterFormat.detect(file);
        metadata = describe();
    }

    /**
     * Opens a file, without reading values.
     *
     * @throws CheckpointException when it is damaged or no adapter in a known format
     */
    public static AdapterSource open(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        try {
            return new AdapterSource(file);
        } catch (CheckpointException e) {
            file.close();
            throw e;
        }
    }

    public AdapterFormat format() {
        return format;
    }

    /** What the file says, or what its tensors show; the base model's hash may be empty. */
    public AdapterMetadata metadata() {
        return metadata;
    }

    /** The file itself. */
    public SafetensorsFile file() {
        return file;
    }

    private AdapterMetadata describe() {
        if (format == AdapterFormat.TLORA) {
            return AdapterFile.metadata(file.path());
        }
        return AdapterMetadata.parseForeign(file.path().toString(), file.metadata())
                .orElseGet(() -> new AdapterMetadata(settings(), "", "", ""));
    }

    private AdapterSettings settings() {
        PlacedTensors tensors = new PlacedTensors(file, naming());
        boolean isOrtho =
                tensors.names().values().stream()
                        .anyMatch(arrays -> arrays.containsKey("lambda_layer"));
        int rank = isOrtho ? orthoRank(tensors) : new PlainFactors(tensors).rank();
        return new AdapterSettings(
                isOrtho ? AdapterMethod.ORTHO_LORA : AdapterMethod.LORA,
                RankSchedule.constant(rank),
                Initialisation.RANDOM_LAST,
                0);
    }

    private int orthoRank(PlacedTensors tensors) {
        String name = tensors.required(tensors.names().firstKey(), "q_layer.weight");
        List<Long> shape = file.info(name).shape();
        return Math.toIntExact(shape.get(0));
    }

    private TensorNaming naming() {
        return switch (format) {
            case REFERENCE -> new ReferenceNaming();
            case DIFFUSERS -> new DiffusersNaming();
            case KOHYA -> new KohyaNaming(layersPerBlock());
            case TLORA -> throw new IllegalStateException("our own names are paths already");
        };
    }

    private int layersPerBlock() {
        String noted = file.metadata().get(AdapterMetadata.FOREIGN_PREFIX + KohyaFile.PER_BLOCK);
        return noted == null ? SDXL_LAYERS_PER_BLOCK : Integer.parseInt(noted);
    }

    /**
     * Reads all values.
     *
     * @throws CheckpointException naming the tensor that is missing, left over or does not fit
     */
    public Adapter read(NDManager parent) {
        if (format == AdapterFormat.TLORA) {
            return AdapterFile.read(file, parent);
        }
        NDManager manager = parent.newSubManager();
        try {
            return Adapter.of(metadata.settings(), arrays(manager), manager);
        } catch (CheckpointException e) {
            manager.close();
            throw named(e);
        }
    }

    /** The same failure with the file's name in front, where its words do not begin with it. */
    private CheckpointException named(CheckpointException failure) {
        String words = failure.getMessage();
        return words.startsWith(file.path().toString())
                ? failure
                : new CheckpointException(file.path() + ": " + words, failure);
    }

    private Map<String, NDArray> arrays(NDManager manager) {
        PlacedTensors tensors = new PlacedTensors(file, naming());
        AdapterSettings settings = metadata.settings();
        if (format == AdapterFormat.REFERENCE) {
            return ReferenceFile.read(tensors, settings.method(), manager);
        }
        Map<String, NDArray> plain = new PlainFactors(tensors).read(manager);
        return settings.method().subtractsStart()
                ? JoinedFactors.split(plain, tensors.names().keySet(), settings, manager)
                : plain;
    }

    @Override
    public void close() {
        file.close();
    }
}
