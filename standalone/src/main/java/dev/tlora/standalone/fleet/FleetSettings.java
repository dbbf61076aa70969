package dev.tlora.standalone.fleet;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * How a fleet runs in this JVM.
 *
 * @param dataFolder of runs, models, the broker and the log
 * @param httpPort of pages and interface; empty for any free one
 * @param kafkaPort of the broker; empty for any free one
 * @param logsToConsole whether the log goes to the console as well as to its file
 */
public record FleetSettings(
        Path dataFolder, OptionalInt httpPort, OptionalInt kafkaPort, boolean logsToConsole) {

    /** A fleet for one command: free ports, a silent console. */
    public static FleetSettings quiet(Path dataFolder) {
        return new FleetSettings(dataFolder, OptionalInt.empty(), OptionalInt.empty(), false);
    }

    Path logFile() {
        return dataFolder.resolve("logs/fleet.log");
    }
}
