package dev.tlora.standalone.command;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.adapter.format.AdapterSource;
import dev.tlora.diffusion.adapter.format.GroupSpectrum;
import dev.tlora.diffusion.adapter.format.LayerSpectrum;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an adapter file says, and what its values show.
 *
 * @param layers empty where singular values were not wanted
 */
record AdapterReport(Map<String, Object> facts, int rank, List<LayerSpectrum> layers) {

    private static final String UNKNOWN = "not said";
    private static final String HEAD = "%-32s %6s  %-30s %s%n";

    static AdapterReport of(AdapterSource source, Map<String, String> notes, boolean withSpectra)
            throws IOException {
        AdapterMetadata metadata = source.metadata();
        AdapterSettings settings = metadata.settings();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("file", source.file().path().toString());
        facts.put("format", source.format().wireName());
        facts.put("method", settings.method().wireName());
        facts.put("rank", settings.ranks().rank());
        facts.put("schedule", describe(settings.ranks()));
        facts.put("init", settings.initialisation().wireName());
        facts.put("seed", settings.seed());
        facts.put("base model sha256", orUnknown(metadata.baseModelHash()));
        facts.put("token", orUnknown(metadata.token()));
        facts.put("class", orUnknown(metadata.className()));
        facts.putAll(new TreeMap<>(metadata.withNotes(notes).notes()));
        facts.put("tensors", source.file().names().size());
        facts.put("parameters", parameters(source.file()));
        facts.put("bytes", Files.size(source.file().path()));
        return new AdapterReport(
                facts, settings.ranks().rank(), withSpectra ? spectra(source) : List.of());
    }

    private static List<LayerSpectrum> spectra(AdapterSource source) {
        try (NDManager manager = NDManager.newBaseManager();
                Adapter adapter = source.read(manager)) {
            return LayerSpectrum.of(adapter);
        }
    }

    private static String describe(RankSchedule ranks) {
        return ranks.minRank() == ranks.rank()
                ? "all components at every timestep"
                : "%d components at timestep 999 to %d at 0, exponent %s"
                        .formatted(ranks.minRank(), ranks.rank(), ranks.exponent());
    }

    private static String orUnknown(String text) {
        return text.isEmpty() ? UNKNOWN : text;
    }

    static long parameters(SafetensorsFile file) {
        return file.names().stream().mapToLong(name -> file.info(name).elements()).sum();
    }

    /** For machines: every fact, every mean singular value. */
    Map<String, Object> json(boolean withLayers) {
        Map<String, Object> all = new LinkedHashMap<>(facts);
        if (!layers.isEmpty()) {
            all.put("groups", GroupSpectrum.of(layers));
            if (withLayers) {
                all.put("layers", layers);
            }
        }
        return all;
    }

    void print(PrintStream out, boolean withLayers) {
        facts.forEach((name, value) -> out.printf("%-20s %s%n", name, value));
        if (layers.isEmpty()) {
            return;
        }
        out.println();
        out.printf(HEAD, "", "layers", "singular values of B:", "rank that holds 95 %");
        out.printf(HEAD, "", "", "   largest    middle  smallest", "of their sum, of " + rank);
        GroupSpectrum.of(layers).forEach(group -> print(out, group));
        if (withLayers) {
            out.println();
            layers.forEach(layer -> print(out, layer));
        }
    }

    private static void print(PrintStream out, GroupSpectrum group) {
        List<Double> values = group.values();
        String ranks =
                group.lowest() == group.highest()
                        ? String.valueOf(group.lowest())
                        : String.format(
                                Locale.ROOT,
                                "%.1f (%d to %d)",
                                group.mean(),
                                group.lowest(),
                                group.highest());
        out.printf(
                Locale.ROOT,
                "%-32s %6s  %9.4f %9.4f %9.4f  %s%n",
                group.group(),
                group.layers(),
                values.get(0),
                values.get(values.size() / 2),
                values.get(values.size() - 1),
                ranks);
    }

    private static void print(PrintStream out, LayerSpectrum layer) {
        List<Float> values = layer.values();
        out.printf(
                Locale.ROOT,
                "%-72s %9.4f %9.4f %9.4f  %d%n",
                layer.path(),
                values.get(0),
                values.get(values.size() / 2),
                values.get(values.size() - 1),
                layer.effectiveRank());
    }
}
