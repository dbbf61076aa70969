package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.tensor.Precision;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The tensors of one network, open for reading, whichever file each of them is in. */
final class OpenWeights implements AutoCloseable {

    /** A weight where it is stored: under the name and in the layout of its file. */
    record Stored(String name, SafetensorsFile file, Layout layout) {

        List<Long> shape() {
            return layout.shapeIn(file.info(name).shape());
        }

        NDArray read(Precision precision, NDManager manager) {
            return layout.read(file, name, precision, manager);
        }
    }

    private final Path origin;
    private final List<SafetensorsFile> files;
    private final Map<String, Stored> tensors = new LinkedHashMap<>();
    private UnaryOperator<String> nameInFile = UnaryOperator.identity();

    /**
     * Takes over open files.
     *
     * @throws CheckpointException when the index and its shards disagree; the files stay open
     */
    OpenWeights(WeightFiles source, List<SafetensorsFile> files) {
        this.origin = source.origin();
        this.files = List.copyOf(files);
        for (SafetensorsFile file : files) {
            file.names().forEach(name -> add(name, new Stored(name, file, Layout.AS_IT_IS)));
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

    /**
     * Offers weights that the file knows under other names and in other layouts. Tensors that none
     * of them asks for keep their names.
     */
    OpenWeights placed(Set<String> wanted, Function<String, Place> placeOf) {
        Map<String, Stored> rest = new LinkedHashMap<>(tensors);
        Map<String, Stored> found = new LinkedHashMap<>();
        for (String name : wanted) {
            Place place = placeOf.apply(name);
            Stored stored = tensors.get(place.name());
            if (stored != null) {
                found.put(name, new Stored(stored.name(), stored.file(), place.layout()));
                rest.remove(place.name());
            }
        }
        tensors.clear();
        rest.forEach(tensors::put);
        found.forEach(this::add);
        nameInFile = name -> placeOf.apply(name).name();
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

    /** What the file calls a weight, whether it has it or not. */
    String nameInFile(String name) {
        return nameInFile.apply(name);
    }

    Set<String> names() {
        return tensors.keySet();
    }

    Stored get(String name) {
        return tensors.get(name);
    }

    /**
     * Reads weights, many at a time where they need no conversion.
     *
     * @param taker is given each name with its values, one after the other in any order
     */
    void read(
            Collection<String> names,
            Precision precision,
            NDManager manager,
            BiConsumer<String, NDArray> taker) {
        Map<SafetensorsFile, Map<String, String>> asTheyAre = new LinkedHashMap<>();
        for (String name : names) {
            Stored stored = tensors.get(name);
            if (stored.layout() == Layout.AS_IT_IS) {
                asTheyAre
                        .computeIfAbsent(stored.file(), file -> new HashMap<>())
                        .put(stored.name(), name);
            } else {
                taker.accept(name, stored.read(precision, manager));
            }
        }
        asTheyAre.forEach(
                (file, namesHere) ->
                        file.readFrozen(
                                namesHere.keySet(),
                                precision,
                                manager,
                                (inFile, values) -> taker.accept(namesHere.get(inFile), values)));
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
    }
}
