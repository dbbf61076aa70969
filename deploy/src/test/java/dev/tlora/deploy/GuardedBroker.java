package dev.tlora.deploy;

import dev.tlora.broker.EmbeddedBroker;
import dev.tlora.broker.Topic;
import dev.tlora.schemas.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A broker with the chart's topics, whose users may do what the chart permits and no more. */
final class GuardedBroker implements AutoCloseable {

    static final List<String> SERVICES = List.of("ingest", "trainer", "sampler", "evaluator");

    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required ";
    private static final String HOST = "127.0.0.1:";

    private final EmbeddedBroker broker;
    private final int guarded;
    private final KafkaConsumer<byte[], byte[]> reader;

    private GuardedBroker(EmbeddedBroker broker, int guarded) {
        this.broker = broker;
        this.guarded = guarded;
        reader =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", openAddress()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
    }

    static GuardedBroker start(Path folder) throws Exception {
        WitnessAuthorizer.forget();
        int open = freePort();
        int guarded = freePort();
        String controller = HOST + freePort();
        String clients = "PLAINTEXT://" + HOST + open + ",SASL://" + HOST + guarded;
        StringBuilder users = new StringBuilder(LOGIN);
        SERVICES.forEach(name -> users.append("user_%1$s=\"%1$s\" ".formatted(name)));
        EmbeddedBroker broker =
                EmbeddedBroker.in(folder)
                        .port(open)
                        .property("listeners", clients + ",CONTROLLER://" + controller)
                        .property("advertised.listeners", clients)
                        .property("controller.quorum.voters", "1@" + controller)
                        .property(
                                "listener.security.protocol.map",
                                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT")
                        .property("sasl.enabled.mechanisms", "PLAIN")
                        .property("listener.name.sasl.plain.sasl.jaas.config", users + ";")
                        .property("authorizer.class.name", WitnessAuthorizer.class.getName())
                        .property("super.users", "User:ANONYMOUS")
                        .start();
        GuardedBroker started = new GuardedBroker(broker, guarded);
        broker.createTopics(
                Topics.all().stream()
                        .map(topic -> new Topic(topic.name(), topic.partitions(), Map.of()))
                        .toList());
        started.permit();
        return started;
    }

    private void permit() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", openAddress()))) {
            admin.createAcls(Grant.ofChart().stream().map(Grant::binding).toList()).all().get();
        }
    }

    /** For whoever may do everything. */
    String openAddress() {
        return broker.bootstrapServers();
    }

    /** The values of all records that a topic holds now. */
    List<byte[]> read(String topic) {
        List<byte[]> values = new ArrayList<>();
        List<TopicPartition> partitions = partitions(topic);
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
        while (partitions.stream().anyMatch(it -> reader.position(it) < ends.get(it))) {
            reader.poll(Duration.ofMillis(200)).forEach(it -> values.add(it.value()));
        }
        return values;
    }

    boolean isEmpty(String topic) {
        return reader.endOffsets(partitions(topic)).values().stream().allMatch(end -> end == 0);
    }

    private List<TopicPartition> partitions(String topic) {
        return reader.partitionsFor(topic).stream()
                .map(one -> new TopicPartition(one.topic(), one.partition()))
                .toList();
    }

    /** Kafka settings of a service's own user. */
    Map<String, String> settingsOf(String service) {
        return Map.of(
                "kafka.bootstrap.servers",
                HOST + guarded,
                "kafka.security.protocol",
                "SASL_PLAINTEXT",
                "kafka.sasl.mechanism",
                "PLAIN",
                "kafka.sasl.jaas.config",
                LOGIN + "username=\"%1$s\" password=\"%1$s\";".formatted(service));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        reader.close();
        broker.close();
    }
}
