package dev.tlora.runtime;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;

/** Where the broker is and how to talk to it: everything configured below {@code kafka.}. */
@Singleton
public class Broker {

    private static final String PREFIX = "kafka.";
    private static final String SERVERS = "bootstrap.servers";
    private static final String LOCAL = "localhost:9092";

    private final Map<String, Object> clientProperties;

    @Inject
    Broker(Config config) {
        Map<String, Object> found =
                StreamSupport.stream(config.getPropertyNames().spliterator(), false)
                        .filter(name -> name.startsWith(PREFIX))
                        .filter(name -> config.getOptionalValue(name, String.class).isPresent())
                        .collect(
                                Collectors.toMap(
                                        name -> name.substring(PREFIX.length()),
                                        name -> config.getValue(name, String.class)));
        found.putIfAbsent(SERVERS, LOCAL);
        clientProperties = Map.copyOf(found);
    }

    /** For any Kafka client; {@code bootstrap.servers} among them. */
    public Map<String, Object> clientProperties() {
        return clientProperties;
    }

    public String bootstrapServers() {
        return clientProperties.get(SERVERS).toString();
    }
}
