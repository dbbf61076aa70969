package dev.tlora.ingest;

import dev.tlora.broker.EmbeddedBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A broker, an empty store and the models of this build for one test class. */
public final class BrokerResource implements QuarkusTestResourceLifecycleManager {

    private EmbeddedBroker broker;

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "fleet-");
            broker = EmbeddedBroker.in(folder.resolve("broker")).start();
            return Map.of(
                    "kafka.bootstrap.servers", broker.bootstrapServers(),
                    "tlora.store", folder.resolve("store").toString(),
                    "tlora.models", folder.resolveSibling("models").toString());
        } catch (IOException e) {
            throw new UncheckedIOException("no folder for the test's fleet", e);
        }
    }

    @Override
    public void stop() {
        broker.close();
    }
}
