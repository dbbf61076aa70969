package dev.tlora.sampler;

import dev.tlora.broker.EmbeddedBroker;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A broker and an empty store for one test class. */
public class Fleet implements QuarkusTestResourceLifecycleManager {

    private EmbeddedBroker broker;

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory(Path.of("target"), "fleet");
            broker = EmbeddedBroker.in(folder.resolve("kafka")).start();
            return Map.of(
                    "kafka.bootstrap.servers", broker.bootstrapServers(),
                    "tlora.store", folder.resolve("store").toString(),
                    "tlora.models", folder.resolve("models").toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stop() {
        broker.close();
    }
}
