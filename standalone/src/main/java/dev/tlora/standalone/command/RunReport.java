package dev.tlora.standalone.command;

import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.RunScored;
import dev.tlora.standalone.client.FleetClient;
import dev.tlora.standalone.console.Display;
import dev.tlora.standalone.console.RunNarrator;
import dev.tlora.standalone.console.ScoreTable;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;

/** Follows a run to its end on the console and tells how it went. */
final class RunReport {

    private final FleetClient client;
    private final PrintStream out = System.out;

    RunReport(FleetClient client) {
        this.client = client;
    }

    /** Returns 0 when the run was scored, 1 otherwise. */
    int follow(String runId) {
        try (Display display = Display.standard()) {
            RunNarrator narrator = new RunNarrator(display);
            client.follow(runId, narrator::tell);
            return narrator.end().map(this::conclude).orElse(1);
        }
    }

    private int conclude(RunEvent end) {
        if (!(end instanceof RunScored scored)) {
            return 1;
        }
        out.println();
        ScoreTable.lines(scored).forEach(out::println);
        out.println();
        out.println(scored.verdict());
        out.println();
        printPlaces(scored);
        return 0;
    }

    private void printPlaces(RunScored scored) {
        RunLayout layout = RunLayout.of(scored.runId());
        URI report = scored.report().uri();
        if (!"file".equals(report.getScheme())) {
            out.println("  report         " + report);
            return;
        }
        Path folder = Path.of(report).getParent();
        out.println("  report         " + Path.of(report));
        out.println("  contact sheet  " + sibling(folder, layout, layout.contactSheet()));
        out.println("  adapter        " + sibling(folder, layout, layout.adapter("tlora")));
        out.println();
        out.printf("More pictures:   ./tlora render %s \"a {} on the beach\"%n", scored.runId());
    }

    private static Path sibling(Path folder, RunLayout layout, String key) {
        return folder.resolve(key.substring(layout.folder().length() + 1));
    }

    /** Where a run's artefacts lie in a data folder. */
    static Path folder(Path dataFolder, String runId) {
        return Path.of(new FolderStore(dataFolder).uri(RunLayout.of(runId).manifest())).getParent();
    }
}
