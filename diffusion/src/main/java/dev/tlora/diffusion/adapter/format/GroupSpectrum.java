package dev.tlora.diffusion.adapter.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The spectra of layers of one kind: the same block, attention and projection.
 *
 * @param group as {@link LayerSpectrum#group} names it
 * @param layers how many
 * @param values mean singular values, descending
 * @param lowest effective rank of any of the layers
 * @param mean effective rank
 * @param highest effective rank of any of the layers
 */
public record GroupSpectrum(
        String group, int layers, List<Double> values, int lowest, double mean, int highest) {

    public GroupSpectrum {
        values = List.copyOf(values);
    }

    /** Groups layers, in the order in which groups first appear. */
    public static List<GroupSpectrum> of(List<LayerSpectrum> layers) {
        Map<String, List<LayerSpectrum>> groups = new LinkedHashMap<>();
        layers.forEach(
                layer ->
                        groups.computeIfAbsent(layer.group(), name -> new ArrayList<>())
                                .add(layer));
        List<GroupSpectrum> spectra = new ArrayList<>();
        groups.forEach((name, members) -> spectra.add(of(name, members)));
        return spectra;
    }

    private static GroupSpectrum of(String name, List<LayerSpectrum> members) {
        List<Double> means = new ArrayList<>();
        for (int i = 0; i < members.get(0).values().size(); i++) {
            int component = i;
            means.add(
                    members.stream()
                            .mapToDouble(layer -> layer.values().get(component))
                            .average()
                            .orElseThrow());
        }
        var ranks = members.stream().mapToInt(LayerSpectrum::effectiveRank).summaryStatistics();
        return new GroupSpectrum(
                name, members.size(), means, ranks.getMin(), ranks.getAverage(), ranks.getMax());
    }
}
