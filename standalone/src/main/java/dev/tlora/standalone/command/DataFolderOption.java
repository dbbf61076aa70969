package dev.tlora.standalone.command;

import dev.tlora.standalone.client.FleetClient;
import dev.tlora.standalone.fleet.FleetAddress;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a fleet in this JVM keeps everything. */
final class DataFolderOption {

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "${env:TLORA_DATA:-tlora-data}",
            description =
                    "Folder of runs, models and the broker (default: tlora-data, or $TLORA_DATA).")
    private Path folder;

    Path folder() {
        return folder.toAbsolutePath().normalize();
    }

    /** The fleet that runs on the folder, in whatever process. */
    Optional<FleetAddress> runningFleet() {
        return FleetAddress.read(folder()).filter(fleet -> FleetClient.answers(fleet.http()));
    }
}
