package dev.tlora.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Kafka's properties for one node that is broker and controller, sized for one machine. */
final class BrokerSettings {

    static final int NODE = 1;
    static final String CONTROLLER = "CONTROLLER";

    /** For a start that is to forget soon the broker that was killed on the same folder. */
    static final Map<String, String> FORGETFUL =
            Map.of("broker.session.timeout.ms", "1000", "broker.heartbeat.interval.ms", "250");

    private BrokerSettings() {}

    static Properties of(Path logs, Ports ports, Map<String, String> extra) {
        Properties settings = new Properties();
        listeners(settings, ports);
        singleNode(settings);
        small(settings);
        settings.setProperty("log.dirs", logs.toString());
        settings.putAll(extra);
        return settings;
    }

    private static void listeners(Properties settings, Ports ports) {
        String clients = "PLAINTEXT://" + Ports.HOST + ":" + ports.clients();
        String controller = Ports.HOST + ":" + ports.controller();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(NODE));
        settings.setProperty("controller.quorum.voters", NODE + "@" + controller);
        settings.setProperty("listeners", clients + "," + CONTROLLER + "://" + controller);
        settings.setProperty("advertised.listeners", clients);
        settings.setProperty(
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.setProperty("controller.listener.names", CONTROLLER);
        settings.setProperty("inter.broker.listener.name", "PLAINTEXT");
    }

    private static void singleNode(Properties settings) {
        for (String topic :
                new String[] {
                    "offsets.topic", "transaction.state.log", "share.coordinator.state.topic"
                }) {
            settings.setProperty(topic + ".replication.factor", "1");
            settings.setProperty(topic + ".num.partitions", "3");
        }
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        // There is no other broker to take over from one that is starved of CPU for a while.
        settings.setProperty("broker.session.timeout.ms", "120000");
        settings.setProperty("initial.broker.registration.timeout.ms", "150000");
        // A new member learns its share of the work with a heartbeat, by default after 5 s, and
        // shares are worked out at most once a second.
        settings.setProperty("group.share.assignment.interval.ms", "100");
        settings.setProperty("group.share.min.assignment.interval.ms", "100");
        settings.setProperty("group.share.min.heartbeat.interval.ms", "500");
        settings.setProperty("group.share.heartbeat.interval.ms", "500");
    }

    private static void small(Properties settings) {
        // The default of 128 MiB is allocated at start, whether or not anything is compacted.
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
    }
}
