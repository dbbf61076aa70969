package dev.tlora.standalone.fleet;

import dev.tlora.broker.EmbeddedBroker;
import io.quarkus.runtime.Quarkus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Broker and services in this JVM for as long as one session lasts. One fleet at a time in a JVM,
 * and one on a data folder.
 */
public final class LocalFleet {

    private final FleetSettings settings;

    public LocalFleet(FleetSettings settings) {
        this.settings = settings;
    }

    /**
     * Starts everything, runs the session, stops everything.
     *
     * @return the session's exit code
     * @throws dev.tlora.broker.BrokerStartException when the port is taken or the folder is in use
     */
    public int run(FleetSession session) {
        createFolders();
        EmbeddedBroker.Builder builder = EmbeddedBroker.in(settings.dataFolder().resolve("broker"));
        settings.kafkaPort().ifPresent(builder::port);
        configureLogging();
        try (EmbeddedBroker broker = builder.start()) {
            int port = settings.httpPort().orElseGet(LocalFleet::freePort);
            configure(broker, port);
            return runServices(
                    session,
                    new RunningFleet(
                            URI.create("http://localhost:" + port),
                            broker.bootstrapServers(),
                            settings.dataFolder()));
        }
    }

    private int runServices(FleetSession session, RunningFleet fleet) {
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        AtomicInteger code = new AtomicInteger(1);
        FleetApplication.prepare(
                () -> {
                    FleetAddress.write(fleet);
                    try {
                        return session.run(fleet);
                    } catch (RuntimeException e) {
                        failure.set(e);
                        return 1;
                    } finally {
                        FleetAddress.delete(settings.dataFolder());
                    }
                });
        Quarkus.run(
                FleetApplication.class,
                (exitCode, startFailure) -> {
                    code.set(exitCode);
                    if (startFailure != null) {
                        failure.set(new FleetStartException(startFailure, settings.logFile()));
                    }
                });
        if (failure.get() != null) {
            throw failure.get();
        }
        return code.get();
    }

    private void createFolders() {
        try {
            Files.createDirectories(settings.logFile().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    settings.dataFolder() + " cannot be written; choose another folder with --data",
                    e);
        }
    }

    private void configureLogging() {
        System.setProperty("quarkus.log.file.enabled", "true");
        System.setProperty("quarkus.log.file.path", settings.logFile().toString());
        System.setProperty("quarkus.log.console.enabled", String.valueOf(settings.logsToConsole()));
        System.setProperty("quarkus.banner.enabled", String.valueOf(settings.logsToConsole()));
    }

    private void configure(EmbeddedBroker broker, int port) {
        Path folder = settings.dataFolder();
        System.setProperty("kafka.bootstrap.servers", broker.bootstrapServers());
        System.setProperty("quarkus.http.port", String.valueOf(port));
        System.setProperty("tlora.store", folder.toString());
        System.setProperty("tlora.models", folder.resolve("models").toString());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on this machine", e);
        }
    }
}
