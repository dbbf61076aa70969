package dev.tlora.testing;

import dev.tlora.broker.EmbeddedBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A broker and an empty store for one start of the application under test, below the module's
 * {@code target}. Models are made or unpacked once for all starts in one JVM.
 */
public final class FleetResource implements QuarkusTestResourceLifecycleManager {

    private EmbeddedBroker broker;

    @Override
    public Map<String, String> start() {
        Path folder = newFolder();
        broker =
                EmbeddedBroker.in(folder.resolve("broker"))
                        // How soon a worker learns that it has work.
                        .property("group.share.min.heartbeat.interval.ms", "100")
                        .property("group.share.heartbeat.interval.ms", "100")
                        .start();
        return Map.of(
                "kafka.bootstrap.servers", broker.bootstrapServers(),
                "tlora.store", folder.resolve("store").toString(),
                "tlora.models", folder.resolveSibling(models()).toString(),
                // The default is one folder for all that run on the machine.
                "kafka-streams.state.dir", folder.resolve("streams").toString());
    }

    private static Path newFolder() {
        try {
            Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
            return Files.createTempDirectory(target, "fleet-");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the test's fleet", e);
        }
    }

    /** Named by the process: each start has a class loader of its own, so no field can hold it. */
    private static String models() {
        return "models-" + ProcessHandle.current().pid();
    }

    @Override
    public void stop() {
        if (broker != null) {
            broker.close();
        }
    }
}
