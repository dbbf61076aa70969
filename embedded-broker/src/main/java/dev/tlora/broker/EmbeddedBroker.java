package dev.tlora.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker and its controller (KRaft) in this JVM, listening on the loopback address only.
 *
 * <p>Ready when {@link Builder#start()} returns; the data folder outlives it, so the next start on
 * the same folder finds the same topics and records. Whoever starts a broker closes it. Safe for
 * use by several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private final DataFolder folder;
    private final Ports ports;
    private final KafkaRaftServer server;
    private boolean closed;

    private EmbeddedBroker(DataFolder folder, Ports ports, KafkaRaftServer server) {
        this.folder = folder;
        this.ports = ports;
        this.server = server;
    }

    /** A broker that keeps its data in {@code folder}, which is created when missing. */
    public static Builder in(Path folder) {
        return new Builder(folder);
    }

    /** What clients set as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return Ports.HOST + ":" + ports.clients();
    }

    /** Creates the topics that do not exist; those that do are left as they are. */
    public void createTopics(Topic... topics) {
        createTopics(List.of(topics));
    }

    /** Creates the topics that do not exist; those that do are left as they are. */
    public void createTopics(Collection<Topic> topics) {
        try (Admin admin = admin()) {
            List<NewTopic> wanted = topics.stream().map(EmbeddedBroker::newTopic).toList();
            for (KafkaFuture<Void> created : admin.createTopics(wanted).values().values()) {
                await(created);
            }
        }
    }

    /**
     * Lets share groups begin with the oldest record instead of with what arrives after their first
     * member, Kafka's default. Call it before the groups' first use.
     */
    public void readFromEarliest(String... shareGroups) {
        AlterConfigOp earliest =
                new AlterConfigOp(
                        new ConfigEntry("share.auto.offset.reset", "earliest"), OpType.SET);
        Map<ConfigResource, Collection<AlterConfigOp>> changes =
                List.of(shareGroups).stream()
                        .collect(
                                Collectors.toMap(
                                        group ->
                                                new ConfigResource(
                                                        ConfigResource.Type.GROUP, group),
                                        group -> List.of(earliest)));
        try (Admin admin = admin()) {
            await(admin.incrementalAlterConfigs(changes).all());
        }
    }

    /** Stops the broker and frees its port and folder; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            server.shutdown();
            server.awaitShutdown();
            folder.markStopped();
        } finally {
            folder.close();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    private static NewTopic newTopic(Topic topic) {
        return new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config());
    }

    private static void await(KafkaFuture<Void> change) {
        try {
            change.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException(e.getCause().getMessage(), e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while the broker made a change", e);
        }
    }

    /** Settings of a broker that is not started yet. */
    public static final class Builder {

        private final Path folder;
        private final Map<String, String> extra = new HashMap<>();
        private int port = Ports.FREE;
        private boolean quiet = true;

        private Builder(Path folder) {
            this.folder = Objects.requireNonNull(folder, "folder").toAbsolutePath().normalize();
        }

        /** A fixed port for clients, 1 to 65535; without it a free one is taken. */
        public Builder port(int number) {
            if (number < 1 || number > 65535) {
                throw new IllegalArgumentException("port must be 1 to 65535, was " + number);
            }
            port = number;
            return this;
        }

        /**
         * How long a share group holds a record without renewal, and the least a group may ask for;
         * Kafka's own are 30 s and 15 s, too long for tests.
         */
        public Builder shareLockDuration(Duration duration) {
            String millis = Long.toString(duration.toMillis());
            extra.put("group.share.min.record.lock.duration.ms", millis);
            extra.put("group.share.record.lock.duration.ms", millis);
            return this;
        }

        /** Any other broker setting, by Kafka's name. */
        public Builder property(String name, String value) {
            extra.put(name, value);
            return this;
        }

        /** Leaves Kafka's information lines in the log; by default only warnings are. */
        public Builder withFullLogs() {
            quiet = false;
            return this;
        }

        /**
         * Starts the broker and returns when it answers clients.
         *
         * @throws BrokerStartException when the port is taken, or the folder is in use, not a
         *     broker's or of a newer Kafka
         */
        public EmbeddedBroker start() {
            if (quiet) {
                QuietLogs.apply();
            }
            neverEndTheJvm();
            Ports ports = Ports.choose(port);
            DataFolder opened = DataFolder.open(folder);
            try {
                if (opened.wasKilled()) {
                    forgetTheKilled(opened, ports);
                }
                opened.markRunning();
                return new EmbeddedBroker(opened, ports, boot(opened, ports, extra));
            } catch (RuntimeException e) {
                opened.close();
                throw new BrokerStartException(
                        "The broker in " + folder + " did not start: " + e.getMessage(), e);
            }
        }

        /**
         * The controller takes a killed broker for a living one until its session ends, and refuses
         * its successor meanwhile. A start with a short session, ended in order, shortens that.
         */
        private static void forgetTheKilled(DataFolder opened, Ports ports) {
            KafkaRaftServer server = boot(opened, ports, BrokerSettings.FORGETFUL);
            server.shutdown();
            server.awaitShutdown();
        }

        private static KafkaRaftServer boot(
                DataFolder opened, Ports ports, Map<String, String> extra) {
            KafkaConfig config =
                    new KafkaConfig(BrokerSettings.of(opened.logs(), ports, extra), false);
            KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
            try {
                server.startup();
                return server;
            } catch (RuntimeException e) {
                server.shutdown();
                throw e;
            }
        }

        /** Kafka ends its process on a fatal fault; as a guest it may only fail itself. */
        private static void neverEndTheJvm() {
            Exit.Procedure fail =
                    (status, message) -> {
                        throw new IllegalStateException("the broker gave up: " + message);
                    };
            Exit.setExitProcedure(fail);
            Exit.setHaltProcedure(fail);
        }
    }
}
