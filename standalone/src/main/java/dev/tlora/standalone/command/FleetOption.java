package dev.tlora.standalone.command;

import dev.tlora.standalone.fleet.FleetAddress;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which fleet a command talks to. */
final class FleetOption {

    @Mixin private DataFolderOption data;

    @Option(
            names = "--fleet",
            paramLabel = "URL",
            description =
                    "A running fleet, e.g. http://localhost:8080 (default: the one that runs on"
                            + " the data folder, if any).")
    private URI url;

    DataFolderOption data() {
        return data;
    }

    /** The fleet that was named, or that runs on the data folder. */
    Optional<URI> running() {
        return Optional.ofNullable(url).or(() -> data.runningFleet().map(FleetAddress::http));
    }

    /** The running fleet, which the command cannot do without. */
    URI required() {
        return running()
                .orElseThrow(
                        () ->
                                new CommandException(
                                        "no fleet runs on "
                                                + data.folder()
                                                + "; start one with tlora up, or name one with"
                                                + " --fleet"));
    }

    /** Whether the fleet may see other files than this machine. */
    boolean isRemote() {
        return url != null;
    }
}
