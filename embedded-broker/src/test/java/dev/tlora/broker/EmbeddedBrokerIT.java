package dev.tlora.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

    @TempDir Path folder;

    @Test
    void recordsSurviveARestartOnTheSameFolder() throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.in(folder).start()) {
            broker.createTopics(Topic.of("letters"));
            send(broker, "letters", "a");
        }

        // When
        try (EmbeddedBroker restarted = EmbeddedBroker.in(folder).start()) {
            send(restarted, "letters", "b");

            // Then
            assertThat(read(restarted, "letters", 2)).containsExactly("a", "b");
        }
    }

    @Test
    void recordsSurviveAKilledBroker() throws Exception {
        // Given
        Path left = folder.resolve("left");
        try (EmbeddedBroker broker = EmbeddedBroker.in(folder.resolve("killed")).start()) {
            broker.createTopics(Topic.of("letters"));
            send(broker, "letters", "a");
            copy(folder.resolve("killed"), left);
        }

        // When
        try (EmbeddedBroker next =
                EmbeddedBroker.in(left)
                        .property("initial.broker.registration.timeout.ms", "20000")
                        .start()) {
            send(next, "letters", "b");

            // Then
            assertThat(read(next, "letters", 2)).containsExactly("a", "b");
        }
    }

    @Test
    void creatingTopicsTwiceKeepsTheFirstOnes() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.in(folder).start();
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // Given
            Topic compacted = new Topic("adapters", 2, Map.of("cleanup.policy", "compact"));
            broker.createTopics(compacted);

            // When
            broker.createTopics(compacted, Topic.of("late"));

            // Then
            var described = admin.describeTopics(List.of("adapters", "late")).allTopicNames().get();
            assertThat(described.get("adapters").partitions()).hasSize(2);
            assertThat(described.get("late").partitions()).hasSize(1);
            ConfigResource adapters = new ConfigResource(ConfigResource.Type.TOPIC, "adapters");
            assertThat(
                            admin.describeConfigs(List.of(adapters))
                                    .all()
                                    .get()
                                    .get(adapters)
                                    .get("cleanup.policy")
                                    .value())
                    .isEqualTo("compact");
        }
    }

    @Test
    void aShareGroupReadsWhatWasThereBeforeIt() throws Exception {
        try (EmbeddedBroker broker =
                EmbeddedBroker.in(folder).shareLockDuration(Duration.ofSeconds(1)).start()) {
            // Given
            broker.createTopics(Topic.of("jobs"));
            send(broker, "jobs", "waiting");

            // When
            broker.readFromEarliest("workers");

            // Then
            Map<String, Object> settings =
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "group.id", "workers");
            try (var consumer =
                    new KafkaShareConsumer<>(
                            settings, new StringDeserializer(), new StringDeserializer())) {
                consumer.subscribe(List.of("jobs"));
                List<String> values = new ArrayList<>();
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
                while (values.isEmpty() && System.nanoTime() < deadline) {
                    consumer.poll(Duration.ofMillis(200)).forEach(r -> values.add(r.value()));
                }
                assertThat(values).containsExactly("waiting");
                assertThat(consumer.acquisitionLockTimeoutMs()).hasValue(1000);
            }
        }
    }

    @Test
    void aTakenPortIsNamedInOneSentence() throws Exception {
        try (ServerSocket squatter = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = squatter.getLocalPort();

            assertThatThrownBy(() -> EmbeddedBroker.in(folder).port(port).start())
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessage(
                            "Port %d on 127.0.0.1 is already taken: stop the program that listens"
                                    + " there or choose another port.",
                            port);
        }
    }

    @Test
    void aFolderInUseIsNamedAndFreeAgainAfterClose() {
        // Given
        EmbeddedBroker first = EmbeddedBroker.in(folder).start();

        // When
        try (first) {
            assertThatThrownBy(() -> EmbeddedBroker.in(folder).start())
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining(folder + " is in use by another broker");
        }

        // Then
        try (DataFolder free = DataFolder.open(folder)) {
            assertThat(free.logs().resolve("meta.properties")).exists();
        }
    }

    @Test
    void aFolderOfANewerKafkaIsRefusedWithBothVersions() throws IOException {
        // Given
        DataFolder.open(folder).close();
        Files.writeString(folder.resolve("metadata-version"), "999 9.9-IV9\n");

        // When // Then
        assertThatThrownBy(() -> EmbeddedBroker.in(folder).start())
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("was written by a newer Kafka (9.9-IV9, this one knows 4.3");
    }

    @Test
    void aFolderWithOtherFilesIsLeftAlone() throws IOException {
        // Given
        Files.writeString(folder.resolve("thesis.txt"), "precious");

        // When // Then
        assertThatThrownBy(() -> EmbeddedBroker.in(folder).start())
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("holds files that are not a broker's");
        assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("thesis.txt"));
    }

    private static void send(EmbeddedBroker broker, String topic, String value) throws Exception {
        try (var producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get(10, TimeUnit.SECONDS);
        }
    }

    private static List<String> read(EmbeddedBroker broker, String topic, int count) {
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (values.size() < count && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> values.add(r.value()));
            }
            return values;
        }
    }

    /** The files of a broker that runs are what one leaves that is killed. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(
                    file -> {
                        try {
                            Files.copy(file, to.resolve(from.relativize(file)));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
