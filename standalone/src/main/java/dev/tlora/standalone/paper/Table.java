package dev.tlora.standalone.paper;

import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.Initialisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table or figure of the paper.
 *
 * @param name on the command line and of the files
 * @param rows settings by what the table calls them
 * @param favourite the row that the paper finds best where rows are not methods, against which the
 *     others are held
 */
record Table(String name, String title, Map<String, Setting> rows, Optional<String> favourite) {

    private static final List<AdapterMethod> METHODS =
            List.of(
                    AdapterMethod.LORA,
                    AdapterMethod.VANILLA_TLORA,
                    AdapterMethod.ORTHO_LORA,
                    AdapterMethod.TLORA);

    private static final List<AdapterMethod> MAIN =
            List.of(AdapterMethod.LORA, AdapterMethod.TLORA);

    Table {
        rows = new LinkedHashMap<>(rows);
    }

    /** All that can be measured, the highest of {@code ranks} where a table has only one. */
    static List<Table> all(List<Integer> ranks) {
        int highest = ranks.stream().mapToInt(Integer::intValue).max().orElseThrow();
        return List.of(
                ranks("table1", "Table 1: methods by rank", METHODS, ranks),
                timesteps(highest),
                ranks("figure4", "Figure 4: effective rank", METHODS, ranks),
                initialisations(highest),
                others(highest),
                photos(highest));
    }

    /** Only the column of Table 1 with the highest rank, LoRA against T-LoRA. */
    static List<Table> quick(List<Integer> ranks) {
        int highest = ranks.stream().mapToInt(Integer::intValue).max().orElseThrow();
        return List.of(ranks("table1", "Table 1: methods by rank", METHODS, List.of(highest)));
    }

    private static Table ranks(
            String name, String title, List<AdapterMethod> methods, List<Integer> ranks) {
        Map<String, Setting> rows = new LinkedHashMap<>();
        for (int rank : ranks) {
            for (AdapterMethod method : methods) {
                rows.put(method.wireName() + ", rank " + rank, Setting.of(method, rank));
            }
        }
        return new Table(name, title, rows, Optional.empty());
    }

    private static Table timesteps(int rank) {
        Map<String, Setting> rows = new LinkedHashMap<>();
        int[] bounds = {0, 200, 400, 600, 800, 1000};
        for (int i = 0; i + 1 < bounds.length; i++) {
            Setting setting =
                    Setting.of(AdapterMethod.LORA, rank)
                            .withTimesteps(bounds[i], bounds[i + 1] - 1);
            rows.put("timesteps %d–%d".formatted(bounds[i], bounds[i + 1] - 1), setting);
        }
        return new Table(
                "figure3",
                "Figure 3: LoRA trained on some timesteps only",
                rows,
                rows.keySet().stream().findFirst());
    }

    private static Table initialisations(int rank) {
        Map<String, Setting> rows = new LinkedHashMap<>();
        Arrays.stream(Initialisation.values())
                .forEach(
                        init ->
                                rows.put(
                                        init.wireName(),
                                        Setting.of(AdapterMethod.ORTHO_LORA, rank / 2)
                                                .withInit(init)));
        return new Table(
                "figure5",
                "Figure 5: Ortho-LoRA from six initialisations",
                rows,
                Optional.of(Initialisation.RANDOM_LAST.wireName()));
    }

    private static Table others(int rank) {
        List<AdapterMethod> methods = new ArrayList<>(List.of(AdapterMethod.values()));
        return ranks("table2", "Table 2: all methods", methods, List.of(rank));
    }

    private static Table photos(int rank) {
        Map<String, Setting> rows = new LinkedHashMap<>();
        for (int photos = 1; photos <= 3; photos++) {
            for (AdapterMethod method : MAIN) {
                rows.put(
                        "%s, %d photo%s"
                                .formatted(method.wireName(), photos, photos > 1 ? "s" : ""),
                        Setting.of(method, rank).withPhotos(photos));
            }
        }
        return new Table("table3", "Table 3: one to three photos", rows, Optional.empty());
    }
}
