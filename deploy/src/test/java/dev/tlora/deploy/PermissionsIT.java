package dev.tlora.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged services, each as the Kafka user that the chart gives it. */
class PermissionsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String ORDER =
            """
            {"image": "data:image/png;base64,%s", "className": "robot", "runId": "allowed",
             "model": "random",
             "training": {"rank": 4, "minRank": 2, "steps": 10, "resolution": 64},
             "evaluation": {"prompts": ["a {} on the beach"], "imagesPerPrompt": 1,
                            "baseImages": 1, "steps": 2}}
            """;

    @TempDir Path folder;

    private final List<Process> services = new ArrayList<>();
    private GuardedBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = GuardedBroker.start(folder.resolve("broker"));
        for (String service : GuardedBroker.SERVICES) {
            services.add(start(service));
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        services.forEach(Process::destroyForcibly);
        for (Process service : services) {
            service.waitFor();
        }
        broker.close();
    }

    @Test
    void anOrderGoesTheWholeWayAndNobodyIsRefusedAnything() throws Exception {
        // When
        try (KafkaProducer<String, String> orders =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.openAddress()),
                        new StringSerializer(),
                        new StringSerializer())) {
            orders.send(new ProducerRecord<>(Topics.CONCEPTS, ORDER.formatted(photo()))).get();
        }

        // Then
        List<String> told = toldUntilTheEnd();
        assertThat(refusals()).isEmpty();
        assertThat(told).as(this::logs).contains("run-scored.v1");
    }

    private Process start(String service) throws IOException {
        Path jar = Metrics.ROOT.resolve(service + "-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new AssertionError(jar + " is missing; run the test with ./mvnw verify");
        }
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Dai.djl.pytorch.graph_optimizer=false");
        broker.settingsOf(service).forEach((name, value) -> command.add(set(name, value)));
        command.add(set("tlora.store", folder.resolve("store").toString()));
        command.add(set("tlora.models", folder.resolve("models").toString()));
        command.add(set("tlora.topics.create", "false"));
        command.add(set("quarkus.http.port", "0"));
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(service + ".log").toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.start();
    }

    private static String set(String name, String value) {
        return "-D" + name + "=" + value;
    }

    private static String photo() throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of("photo.png")));
    }

    private List<String> toldUntilTheEnd() {
        List<String> types = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> runs =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.openAddress()),
                        new StringDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    runs.partitionsFor(Topics.RUNS).stream()
                            .map(one -> new TopicPartition(one.topic(), one.partition()))
                            .toList();
            runs.assign(partitions);
            runs.seekToBeginning(partitions);
            await().atMost(PATIENCE)
                    .until(
                            () -> {
                                runs.poll(Duration.ofMillis(200))
                                        .forEach(
                                                record ->
                                                        types.add(
                                                                EventJson.read(
                                                                                record.value(),
                                                                                RunEvent.class)
                                                                        .type()));
                                return isOver(types)
                                        || !refusals().isEmpty()
                                        || services.stream().anyMatch(it -> !it.isAlive());
                            });
        }
        return types;
    }

    private static boolean isOver(List<String> types) {
        return types.contains("run-scored.v1")
                || types.contains("run-failed.v1")
                || types.contains("run-rejected.v1");
    }

    /** What the broker denied, in the services' own words. */
    private List<String> refusals() {
        return logs().lines().filter(line -> line.contains("AuthorizationException")).toList();
    }

    private String logs() {
        StringBuilder all = new StringBuilder();
        for (String service : GuardedBroker.SERVICES) {
            try {
                all.append(service).append(":\n");
                all.append(Files.readString(folder.resolve(service + ".log")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all.toString();
    }
}
