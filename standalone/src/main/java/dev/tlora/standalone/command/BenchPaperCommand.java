package dev.tlora.standalone.command;

import dev.tlora.standalone.paper.BenchSettings;
import dev.tlora.standalone.paper.PaperBench;
import dev.tlora.starter.StarterConcept;
import dev.tlora.starter.StarterModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The paper's tables on any model, in this process. */
@Command(
        name = "paper",
        description = {
            "Measures the T-LoRA paper's tables and figures on a model, and writes them as CSV,"
                    + " Markdown and plots.",
            "Stopped, it goes on where it was: every measurement is a file of its own."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class BenchPaperCommand implements Callable<Integer> {

    private static final String STARTER = "starter";

    @Mixin private DataFolderOption data;

    @Option(
            names = "--model",
            description = "Folder of a model, or 'starter' (default).",
            defaultValue = STARTER)
    private String model;

    @Option(
            names = "--concepts",
            description = "Folder with concepts.json (default: the starter's unseen things).")
    private Path concepts;

    @Option(
            names = "--table",
            split = ",",
            description = "table1, table2, table3, figure3, figure4, figure5 (default: all).")
    private List<String> tables = List.of();

    @Option(
            names = "--ranks",
            split = ",",
            description = "Of Table 1 and Figure 4 (default: ${DEFAULT-VALUE}).",
            defaultValue = "4,8,16,32,64")
    private List<Integer> ranks;

    @Option(
            names = "--first",
            description = "How many concepts to use (default: ${DEFAULT-VALUE}).",
            defaultValue = "8")
    private int conceptCount;

    @Option(
            names = "--seeds",
            description = "Adapters per concept (default: ${DEFAULT-VALUE}).",
            defaultValue = "3")
    private int seeds;

    @Option(
            names = "--steps",
            description = "Training steps (default: ${DEFAULT-VALUE}).",
            defaultValue = "240")
    private int steps;

    @Option(
            names = "--learning-rate",
            description = "Of training (default: ${DEFAULT-VALUE}).",
            defaultValue = "1e-3")
    private double learningRate;

    @Option(
            names = "--jobs",
            description =
                    "Cells to measure side by side, each on a core of its own when"
                            + " OMP_NUM_THREADS=1 (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private int jobs;

    @Option(names = "--quick", description = "Only Table 1 at the highest rank.")
    private boolean quick;

    @Option(
            names = "--out",
            description = "Folder for results (default: paper in the data folder).")
    private Path out;

    @Override
    public Integer call() {
        try {
            new PaperBench(settings(), System.out).run();
            return 0;
        } catch (IOException e) {
            throw new CommandException("the paper's tables: " + e.getMessage(), e);
        }
    }

    private BenchSettings settings() throws IOException {
        return new BenchSettings(
                modelFolder(),
                conceptFolder(),
                out == null ? data.folder().resolve("paper") : out,
                tables,
                ranks,
                conceptCount,
                seeds,
                steps,
                learningRate,
                jobs,
                quick);
    }

    private Path modelFolder() throws IOException {
        return model.equals(STARTER)
                ? StarterModel.below(data.folder().resolve("models"))
                : Path.of(model);
    }

    private Path conceptFolder() throws IOException {
        if (concepts != null) {
            return concepts;
        }
        Path folder = data.folder().resolve("starter-concepts-" + StarterModel.version());
        if (!Files.isDirectory(folder)) {
            StarterConcept.unpack(folder);
        }
        return folder;
    }
}
