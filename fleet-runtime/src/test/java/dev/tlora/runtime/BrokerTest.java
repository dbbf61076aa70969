package dev.tlora.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerTest {

    /** As the chart gives them: what is secret by the environment, the rest in a file. */
    @Test
    void secretsOfTheEnvironmentReachEveryClient() {
        // Given
        SmallRyeConfig config =
                new SmallRyeConfigBuilder()
                        .withSources(
                                new EnvConfigSource(
                                        Map.of("KAFKA_SASL_JAAS_CONFIG", "user and password"), 300),
                                new PropertiesConfigSource(
                                        Map.of(
                                                "kafka.bootstrap.servers", "broker:9094",
                                                "kafka.security.protocol", "SASL_SSL"),
                                        "file",
                                        250))
                        .build();

        // When
        Map<String, Object> properties = new Broker(config).clientProperties();

        // Then
        assertThat(properties)
                .containsEntry("sasl.jaas.config", "user and password")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("bootstrap.servers", "broker:9094");
    }
}
