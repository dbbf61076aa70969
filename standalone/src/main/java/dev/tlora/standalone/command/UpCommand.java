package dev.tlora.standalone.command;

import dev.tlora.standalone.fleet.FleetSettings;
import dev.tlora.standalone.fleet.LocalFleet;
import io.quarkus.runtime.Quarkus;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The fleet until it is stopped. */
@Command(
        name = "up",
        description = "Runs the fleet with its HTTP interface and broker until Ctrl-C.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class UpCommand implements Callable<Integer> {

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "Port of the HTTP interface (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--kafka-port",
            defaultValue = "9092",
            description = "Port of the Kafka broker (default: ${DEFAULT-VALUE}).")
    private int kafkaPort;

    @Mixin private DataFolderOption data;

    @Override
    public Integer call() {
        FleetSettings settings =
                new FleetSettings(
                        data.folder(), OptionalInt.of(port), OptionalInt.of(kafkaPort), false);
        return new LocalFleet(settings)
                .run(
                        fleet -> {
                            System.out.printf(
                                    """
                                    The fleet is up. Stop it with Ctrl-C.
                                      HTTP        %1$s   (%1$s/q/openapi, %1$s/q/health, %1$s/q/metrics)
                                      Kafka       %2$s
                                      data        %3$s
                                      log         %3$s/logs/fleet.log
                                    Try: ./tlora customize cat.png --class cat
                                    """,
                                    fleet.address(), fleet.bootstrapServers(), fleet.dataFolder());
                            Quarkus.waitForExit();
                            return 0;
                        });
    }
}
