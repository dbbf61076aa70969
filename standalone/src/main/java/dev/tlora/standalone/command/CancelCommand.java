package dev.tlora.standalone.command;

import dev.tlora.standalone.client.FleetClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Stops one run. */
@Command(
        name = "cancel",
        description = "Stops a run that waits or runs.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class CancelCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "The run's id, as tlora runs lists it.")
    private String runId;

    @Option(names = "--remove", description = "Deletes what the run has written.")
    private boolean remove;

    @Mixin private FleetOption fleet;

    @Override
    public Integer call() {
        new FleetClient(fleet.required()).cancel(runId, remove);
        System.out.printf("Run %s was asked to stop; see: tlora watch %s%n", runId, runId);
        return 0;
    }
}
