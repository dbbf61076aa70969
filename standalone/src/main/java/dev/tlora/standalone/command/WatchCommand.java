package dev.tlora.standalone.command;

import dev.tlora.standalone.client.FleetClient;
import dev.tlora.standalone.console.OutlookLine;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Follows one run. */
@Command(
        name = "watch",
        description = "Follows a run of a running fleet to its end.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tlora watch demo-20261124-101500",
            "  tlora watch RUN --fleet http://box:8080"
        })
final class WatchCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "The run's id, as tlora runs lists it.")
    private String runId;

    @Mixin private FleetOption fleet;

    @Override
    public Integer call() {
        FleetClient client = new FleetClient(fleet.required());
        String outlook = OutlookLine.of(client.run(runId), Instant.now());
        if (!outlook.isEmpty()) {
            System.out.printf("Run %s: %s%n", runId, outlook);
        }
        return new RunReport(client).follow(runId);
    }
}
