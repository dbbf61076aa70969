package dev.tlora.standalone.command;

import java.nio.file.Path;
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
}
