package dev.tlora.diffusion.fetch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of a repository's files an SDXL model needs: of its dozens, configurations, tokenizers and
 * one set of safetensors for each network. {@code model_index.json} comes last, so that a folder
 * that has it is complete.
 */
final class WantedFiles {

    private static final String INDEX = "model_index.json";
    private static final List<String> CONFIGURATIONS =
            List.of(
                    "scheduler/scheduler_config.json",
                    "unet/config.json",
                    "vae/config.json",
                    "text_encoder/config.json",
                    "text_encoder_2/config.json");
    private static final Pattern TOKENIZER =
            Pattern.compile(
                    "tokenizer(_2)?/(vocab|tokenizer|tokenizer_config|special_tokens_map)\\.json"
                            + "|tokenizer(_2)?/merges\\.txt");

    /** Where the weights of each network lie and how their names begin. */
    private static final Map<String, String> STEMS =
            new TreeMap<>(
                    Map.of(
                            "unet", "diffusion_pytorch_model",
                            "vae", "diffusion_pytorch_model",
                            "text_encoder", "model",
                            "text_encoder_2", "model"));

    private final String model;
    private final Map<String, RemoteFile> all = new TreeMap<>();
    private final List<RemoteFile> chosen = new ArrayList<>();

    private WantedFiles(String model, Collection<RemoteFile> files) {
        this.model = model;
        files.forEach(file -> all.put(file.path(), file));
    }

    /**
     * Chooses.
     *
     * @param variant of the weights; empty for those without
     * @throws FetchException naming what the repository lacks
     */
    static List<RemoteFile> choose(String model, Collection<RemoteFile> files, String variant) {
        WantedFiles wanted = new WantedFiles(model, files);
        CONFIGURATIONS.forEach(wanted::require);
        wanted.all.values().stream()
                .filter(file -> TOKENIZER.matcher(file.path()).matches())
                .forEach(wanted.chosen::add);
        STEMS.forEach((folder, stem) -> wanted.requireWeights(folder + "/" + stem, variant));
        wanted.require(INDEX);
        return List.copyOf(wanted.chosen);
    }

    private void require(String path) {
        RemoteFile file = all.get(path);
        if (file == null) {
            throw new FetchException(
                    model + " has no " + path + "; name the repository of an SDXL base model");
        }
        chosen.add(file);
    }

    private void requireWeights(String stem, String variant) {
        String infix = variant.isEmpty() ? "" : "." + variant;
        RemoteFile single = all.get(stem + infix + ".safetensors");
        if (single != null) {
            chosen.add(single);
            return;
        }
        RemoteFile index = all.get(stem + ".safetensors.index" + infix + ".json");
        if (index == null) {
            throw new FetchException(
                    "%s has no %s%s.safetensors; there are %s"
                            .formatted(model, stem, infix, kinds(stem)));
        }
        chosen.add(index);
        addShards(stem, infix);
    }

    /** Today's names have the variant before the number, older ones behind it. */
    private void addShards(String stem, String infix) {
        String number = "-\\d+-of-\\d+";
        String quoted = Pattern.quote(infix);
        Pattern shard =
                Pattern.compile(
                        "%s(%s%s|%s%s)\\.safetensors"
                                .formatted(Pattern.quote(stem), quoted, number, number, quoted));
        all.values().stream()
                .filter(file -> shard.matcher(file.path()).matches())
                .forEach(chosen::add);
    }

    private List<String> kinds(String stem) {
        Pattern weights = Pattern.compile(Pattern.quote(stem) + "(\\.\\w+)?\\.safetensors");
        return all.keySet().stream()
                .map(weights::matcher)
                .filter(Matcher::matches)
                .map(name -> name.group(1) == null ? "without variant" : name.group(1).substring(1))
                .toList();
    }
}
