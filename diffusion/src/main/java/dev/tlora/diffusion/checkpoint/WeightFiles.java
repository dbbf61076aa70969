package dev.tlora.diffusion.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The safetensors files that hold one network: a single file, or shards and the index that says
 * which shard holds which tensor.
 *
 * @param origin the single file or the index; named in messages about the network as a whole
 * @param files in the order of their names
 * @param shardOf file by tensor; empty for a single file
 */
record WeightFiles(Path origin, List<Path> files, Map<String, Path> shardOf) {

    /** Without variant, a variant such as fp16, or the index of shards of either. */
    private static final String NAME =
            "(?:\\.(?<variant>\\w+))?\\.safetensors(?:\\.index(?:\\.(?<indexVariant>\\w+))?\\.json)?";

    private static final Pattern SHARD = Pattern.compile("\\w[\\w.-]*\\.safetensors");

    WeightFiles {
        files = List.copyOf(files);
        shardOf = Map.copyOf(shardOf);
    }

    /**
     * Finds the files of a network. Where there are several sets, the one without variant is taken.
     *
     * @param folder the network's folder, such as {@code unet}
     * @param stem how its files begin: {@code diffusion_pytorch_model} or {@code model}
     * @throws CheckpointException when there is none, when only variants compete, or when the index
     *     does not fit its shards
     */
    static WeightFiles find(Path folder, String stem) {
        Pattern pattern = Pattern.compile(Pattern.quote(stem) + NAME);
        Map<String, Path> byVariant = new HashMap<>();
        for (Path file : list(folder)) {
            Matcher name = pattern.matcher(file.getFileName().toString());
            if (name.matches()) {
                // A single file and an index side by side: the single file is the simpler one.
                byVariant.merge(variant(name), file, WeightFiles::single);
            }
        }
        Path chosen = choose(folder, stem, byVariant);
        return isIndex(chosen)
                ? sharded(chosen)
                : new WeightFiles(chosen, List.of(chosen), Map.of());
    }

    private static String variant(Matcher name) {
        String ofIndex = name.group("indexVariant");
        String ofFile = name.group("variant");
        return ofIndex != null ? ofIndex : ofFile != null ? ofFile : "";
    }

    private static Path single(Path one, Path other) {
        return isIndex(one) ? other : one;
    }

    private static boolean isIndex(Path file) {
        return file.toString().endsWith(".json");
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new CheckpointException(folder + " is missing; give a complete diffusers folder");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new CheckpointException(folder + " cannot be listed: " + e.getMessage(), e);
        }
    }

    private static Path choose(Path folder, String stem, Map<String, Path> byVariant) {
        if (byVariant.containsKey("")) {
            return byVariant.get("");
        }
        if (byVariant.isEmpty()) {
            throw new CheckpointException(
                    "%s has no %s.safetensors; fetch the weights in safetensors form"
                            .formatted(folder, stem));
        }
        if (byVariant.size() > 1) {
            throw new CheckpointException(
                    "%s has the variants %s and none without; keep one of them"
                            .formatted(folder, new TreeSet<>(byVariant.keySet())));
        }
        return byVariant.values().iterator().next();
    }

    private static WeightFiles sharded(Path index) {
        JsonNode map = JsonFile.read(index).path("weight_map");
        if (!map.isObject() || map.isEmpty()) {
            throw new CheckpointException(index + " has no weight_map");
        }
        Map<String, Path> shardOf = new HashMap<>();
        map.properties()
                .forEach(entry -> shardOf.put(entry.getKey(), shard(index, entry.getValue())));
        return new WeightFiles(index, List.copyOf(new TreeSet<>(shardOf.values())), shardOf);
    }

    private static Path shard(Path index, JsonNode name) {
        // An index comes from strangers: its names must not lead out of the folder.
        if (!SHARD.matcher(name.asText()).matches()) {
            throw new CheckpointException(
                    "%s names %s, which is no safetensors file beside it; fetch the model anew"
                            .formatted(index, name));
        }
        Path shard = index.resolveSibling(name.asText());
        if (!Files.isRegularFile(shard)) {
            throw new CheckpointException(
                    shard + " is missing although " + index.getFileName() + " names it");
        }
        return shard;
    }

    /** Opens all files; close the result. */
    OpenWeights open() {
        List<SafetensorsFile> opened = new ArrayList<>();
        try {
            files.forEach(file -> opened.add(SafetensorsFile.open(file)));
            return new OpenWeights(this, opened);
        } catch (CheckpointException e) {
            opened.forEach(SafetensorsFile::close);
            throw e;
        }
    }
}
