package dev.tlora.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.schemas.EventJson;
import dev.tlora.standalone.client.FleetClient;
import dev.tlora.standalone.console.Confirmation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes a concept for good. */
@Command(
        name = "erase",
        description = "Removes a concept for good: its photos, runs, adapters and images.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tlora erase my-cat                    asks before it removes anything",
            "  tlora erase my-cat --yes --report my-cat-erased.json"
        })
final class EraseCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "CONCEPT",
            description = "The concept's id; the run's where the order named none.")
    private String concept;

    @Option(names = "--yes", description = "Does not ask.")
    private boolean yes;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where to write the report as JSON (default: CONCEPT-erased.json).")
    private Path file;

    @Mixin private FleetOption fleet;

    @Override
    public Integer call() throws IOException {
        FleetClient client = new FleetClient(fleet.required());
        if (!yes && !confirmed(client.erase(concept, true))) {
            System.out.println("Nothing was removed.");
            return 1;
        }
        JsonNode report = client.erase(concept, false);
        Path written = file == null ? Path.of(concept + "-erased.json") : file;
        Files.writeString(
                written,
                EventJson.newMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        new ErasureTable(report).print(System.out);
        System.out.println("The report is in " + written);
        return 0;
    }

    private boolean confirmed(JsonNode plan) {
        if (!Confirmation.isPossible()) {
            throw new CommandException(
                    "erasing asks for confirmation, and there is no terminal to ask on; add --yes"
                            + " to go ahead");
        }
        new ErasureTable(plan).print(System.out);
        return Confirmation.ask(
                "This cannot be undone. Type the concept's id to remove it: ", concept);
    }
}
