package dev.tlora.standalone.paper;

import dev.tlora.diffusion.checkpoint.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a bench measures.
 *
 * @param model folder of the base model, with clip and dino
 * @param concepts folder with {@code concepts.json}
 * @param out folder for results
 * @param names tables to measure; empty for all
 * @param ranks of Table 1 and Figure 4; the highest serves the others
 * @param conceptCount the first ones are used
 * @param seeds per concept
 * @param jobs cells measured side by side
 * @param quick only the highest rank's column of Table 1
 */
public record BenchSettings(
        Path model,
        Path concepts,
        Path out,
        List<String> names,
        List<Integer> ranks,
        int conceptCount,
        int seeds,
        int trainingSteps,
        double learningRate,
        int jobs,
        boolean quick) {

    private static final double WEIGHT_DECAY = 1e-4;
    private static final int PLAIN_PICTURES = 6;
    private static final int SAMPLING_STEPS = 20;
    private static final double GUIDANCE = 3;

    public BenchSettings {
        names = List.copyOf(names);
        ranks = List.copyOf(ranks);
        if (ranks.isEmpty() || seeds < 1 || conceptCount < 1 || trainingSteps < 1 || jobs < 1) {
            throw new IllegalArgumentException(
                    "a bench needs at least one rank, seed, concept, training step and job");
        }
    }

    Protocol protocol() {
        return new Protocol(
                trainingSteps,
                learningRate,
                WEIGHT_DECAY,
                PLAIN_PICTURES,
                SAMPLING_STEPS,
                GUIDANCE,
                "sks");
    }

    List<Table> tables() {
        List<Table> all = quick ? Table.quick(ranks) : Table.all(ranks);
        List<Table> chosen =
                all.stream()
                        .filter(table -> names.isEmpty() || names.contains(table.name()))
                        .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException(
                    "no table in %s; there are %s"
                            .formatted(names, all.stream().map(Table::name).toList()));
        }
        return chosen;
    }

    List<Concept> chosen(ConceptFolder folder, ModelFolder base) throws IOException {
        return folder.load(base.resolution()).stream().limit(conceptCount).toList();
    }

    /** Results of different training settings do not mix. */
    Path folder() {
        return out.resolve(String.format(Locale.ROOT, "steps%d-lr%s", trainingSteps, learningRate));
    }

    String describe(int found) {
        return String.format(
                Locale.ROOT,
                "%d concepts × %d seeds, %d training steps at learning rate %s, %d plain pictures"
                        + " and one for each prompt, Euler %d steps, guidance %.1f",
                found,
                seeds,
                trainingSteps,
                learningRate,
                PLAIN_PICTURES,
                SAMPLING_STEPS,
                GUIDANCE);
    }
}
