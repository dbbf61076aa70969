package dev.tlora.diffusion.checkpoint;

import dev.tlora.diffusion.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The tensors of one network, open for reading, whichever file each of them is in. */
final class OpenWeights implements AutoCloseable {

    /** A tensor under the name that its file knows. */
    record Stored(String name, SafetensorsFile file) {}

    private final Path origin;
    private final List<SafetensorsFile> files;
    private final Map<String, Stored> tensors = new LinkedHashMap<>();

    /**
     * Takes over open files.
     *
     * @throws CheckpointException when the index and its shards disagree; the files stay open
     */
    OpenWeights(WeightFiles source, List<SafetensorsFile> files) {
        this.origin = source.origin();
        this.files = List.copyOf(files);
        for (SafetensorsFile file : files) {
            file.names().forEach(name -> add(name, new Stored(name, file)));
        }
        source.shardOf().forEach(this::requireIndexed);
    }

    /** One file that the caller opened and closes. */
    static OpenWeights of(SafetensorsFile file) {
        return new OpenWeights(
                new WeightFiles(file.path(), List.of(file.path()), Map.of()), List.of(file));
    }

    private void add(String name, Stored stored) {
        Stored earlier = tensors.put(name, stored);
        if (earlier != null) {
            throw new CheckpointException(
                    "tensor '%s' is there twice: as '%s' in %s and as '%s' in %s"
                            .formatted(
                                    name,
                                    earlier.name(),
                                    earlier.file().path(),
                                    stored.name(),
                                    stored.file().path()));
        }
    }

    private void requireIndexed(String name, Path shard) {
        Stored stored = tensors.get(name);
        if (stored == null || !stored.file().path().equals(shard)) {
            throw new CheckpointException(
                    "%s: tensor '%s' is not in %s".formatted(origin, name, shard.getFileName()));
        }
    }

    /**
     * Offers the tensors under other names, as older exports need it.
     *
     * @throws CheckpointException when two tensors end up under one name
     */
    OpenWeights renamed(UnaryOperator<String> newName) {
        List<Stored> all = List.copyOf(tensors.values());
        tensors.clear();
        all.forEach(stored -> add(newName.apply(stored.name()), stored));
        return this;
    }

    /** Leaves tensors out that a file may have and nothing here needs. */
    OpenWeights without(Predicate<String> names) {
        tensors.keySet().removeIf(names);
        return this;
    }

    Path origin() {
        return origin;
    }

    Set<String> names() {
        return tensors.keySet();
    }

    Stored get(String name) {
        return tensors.get(name);
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
