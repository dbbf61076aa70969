package dev.tlora.workqueue;

import dev.tlora.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One broker for all test classes of this JVM; each test has topics of its own. */
final class SharedBroker implements ParameterResolver {

    private static final ExtensionContext.Namespace OWN =
            ExtensionContext.Namespace.create(SharedBroker.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedBroker.class;
    }

    @Override
    public EmbeddedBroker resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(OWN)
                .getOrComputeIfAbsent(Running.class, type -> Running.start(), Running.class)
                .broker();
    }

    /** Closed by JUnit after the last test class. */
    private record Running(EmbeddedBroker broker) implements AutoCloseable {

        static Running start() {
            return new Running(
                    EmbeddedBroker.in(newFolder())
                            .shareLockDuration(Duration.ofSeconds(1))
                            // How soon a new worker learns that it has one.
                            .property("group.share.min.heartbeat.interval.ms", "100")
                            .property("group.share.heartbeat.interval.ms", "100")
                            .start());
        }

        private static Path newFolder() {
            try {
                Path target = Files.createDirectories(Path.of("target"));
                return Files.createTempDirectory(target, "broker-");
            } catch (IOException e) {
                throw new UncheckedIOException("no folder for the test's broker", e);
            }
        }

        @Override
        public void close() {
            broker.close();
        }
    }
}
