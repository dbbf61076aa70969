package dev.tlora.standalone.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.schemas.EventJson;
import dev.tlora.standalone.client.FleetClient;
import dev.tlora.standalone.console.OutlookLine;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists runs. */
@Command(
        name = "runs",
        description =
                "Lists the runs of a running fleet, or those in the data folder when none runs.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RunsCommand implements Callable<Integer> {

    private static final String ROW = "%-28s %-12s %8s %8s %8s  %s";

    @Mixin private FleetOption fleet;

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        Optional<URI> running = fleet.running();
        JsonNode runs =
                running.isPresent()
                        ? new FleetClient(running.get()).runs()
                        : new StoredRuns(fleet.data().folder()).list();
        if (json) {
            System.out.println(
                    EventJson.newMapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(runs));
        } else if (runs.isEmpty()) {
            System.out.println("No runs yet; start one with: tlora demo");
        } else {
            row("RUN", "STATE", "CLIP-I", "DINO", "CLIP-T", "OUTLOOK");
            runs.forEach(RunsCommand::print);
        }
        return 0;
    }

    private static void print(JsonNode run) {
        JsonNode scores = run.path("scores");
        row(
                run.path("runId").asText(),
                run.path("state").asText().toLowerCase(Locale.ROOT),
                score(scores, "clipI"),
                score(scores, "dino"),
                score(scores, "clipT"),
                OutlookLine.of(run, Instant.now()));
    }

    private static void row(String... columns) {
        System.out.println(ROW.formatted((Object[]) columns).stripTrailing());
    }

    private static String score(JsonNode scores, String name) {
        return scores.hasNonNull(name)
                ? String.format(Locale.ROOT, "%.3f", scores.get(name).asDouble())
                : "-";
    }
}
