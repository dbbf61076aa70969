package dev.tlora.standalone;

import dev.tlora.broker.EmbeddedBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A fresh broker and an empty data folder for the fleet under test. */
public class FleetResource implements QuarkusTestResourceLifecycleManager {

    private EmbeddedBroker broker;

    @Override
    public Map<String, String> start() {
        Path data = newFolder();
        broker = EmbeddedBroker.in(data.resolve("broker")).start();
        return Map.of(
                "kafka.bootstrap.servers", broker.bootstrapServers(),
                "tlora.store", data.toString(),
                "tlora.models", data.resolve("models").toString());
    }

    private static Path newFolder() {
        try {
            Path target = Files.createDirectories(Path.of("target"));
            return Files.createTempDirectory(target, "fleet").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        broker.close();
    }
}
