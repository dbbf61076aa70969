package dev.tlora.workqueue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A {@link WorkQueue}'s settings, checked, and what they mean for Kafka's clients. */
record QueueSettings(
        Map<String, Object> client,
        String topic,
        String group,
        Duration lease,
        int maxDeliveries,
        Backoff backoff,
        Duration patience,
        Function<Throwable, Reason> reasons) {

    /**
     * Past this many deliveries the broker drops a record; its own upper limit. Staying well below
     * it leaves room to write the dead letter even if workers die while doing so.
     */
    static final int BROKER_DELIVERY_LIMIT = 10;

    private static final int MOST_DELIVERIES = 8;

    QueueSettings {
        client = Map.copyOf(client);
        require(client.containsKey("bootstrap.servers"), "needs bootstrap servers");
        require(topic != null && !topic.isBlank(), "needs a topic");
        require(group != null && !group.isBlank(), "needs a group");
        require(!lease.isNegative() && !lease.isZero(), "needs a lease above 0, got " + lease);
        require(
                maxDeliveries >= 1 && maxDeliveries <= MOST_DELIVERIES,
                "allows 1 to " + MOST_DELIVERIES + " deliveries, got " + maxDeliveries);
    }

    private static void require(boolean met, String rule) {
        if (!met) {
            throw new IllegalArgumentException("a work queue " + rule);
        }
    }

    String deadLetterTopic() {
        return topic + ".dlq";
    }

    List<String> topics() {
        return List.of(topic);
    }

    Map<String, Object> consumer() {
        return with(
                Map.of(
                        "group.id",
                        group,
                        "key.deserializer",
                        ByteArrayDeserializer.class,
                        "value.deserializer",
                        ByteArrayDeserializer.class,
                        "share.acknowledgement.mode",
                        "explicit",
                        // One record is one lease; the default would lease a whole batch.
                        "share.acquire.mode",
                        "record_limit",
                        "max.poll.records",
                        1));
    }

    Map<String, Object> producer() {
        return with(
                Map.of(
                        "key.serializer",
                        ByteArraySerializer.class,
                        "value.serializer",
                        ByteArraySerializer.class,
                        "acks",
                        "all",
                        // Failing soon is fine: the lease is held and the write tried again.
                        "max.block.ms",
                        10_000,
                        "request.timeout.ms",
                        10_000,
                        "delivery.timeout.ms",
                        20_000));
    }

    Map<String, Object> admin() {
        return with(Map.of("request.timeout.ms", 5_000, "default.api.timeout.ms", 10_000));
    }

    private Map<String, Object> with(Map<String, Object> own) {
        Map<String, Object> all = new HashMap<>(client);
        all.putAll(own);
        return all;
    }
}
