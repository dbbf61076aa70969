package dev.tlora.workqueue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * How many jobs of a topic are not done yet for one share group: those that wait and those that
 * run. Scaling workers on it never asks for fewer than there are jobs in progress.
 *
 * <p>Whoever makes it closes it. Safe for use by several threads.
 */
public final class QueueLag implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger(QueueLag.class);
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration STALE = Duration.ofMinutes(1);

    private final String topic;
    private final String group;
    private final Admin admin;
    private final ExecutorService refresher;
    private final AtomicBoolean refreshing = new AtomicBoolean();
    private volatile Measured last = new Measured(Double.NaN, System.nanoTime() - STALE.toNanos());

    /**
     * @param clientProperties at least {@code bootstrap.servers}
     */
    public QueueLag(Map<String, Object> clientProperties, String topic, String group) {
        this.topic = topic;
        this.group = group;
        this.admin = Admin.create(clientProperties);
        this.refresher =
                Executors.newSingleThreadExecutor(
                        task -> {
                            Thread thread = new Thread(task, "queue-lag-" + topic);
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Asks the broker now, and waits for it.
     *
     * @throws KafkaException when the broker is away or has no such topic
     */
    public long measure() {
        Map<TopicPartition, SharePartitionOffsetInfo> known = shareOffsets();
        List<TopicPartition> partitions = partitions();
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        Map<TopicPartition, Long> beginnings = offsets(partitions, OffsetSpec.earliest());
        return partitions.stream()
                .mapToLong(
                        partition ->
                                Optional.ofNullable(known.get(partition))
                                        .flatMap(SharePartitionOffsetInfo::lag)
                                        // The group has not begun with this partition.
                                        .orElse(ends.get(partition) - beginnings.get(partition)))
                .sum();
    }

    /**
     * The last measurement, without waiting, for a metrics gauge; NaN before the first and when the
     * broker has not answered for a minute. Asking begins a new one when it is older than 5 s.
     */
    public double gauge() {
        if (last.age().compareTo(FRESH) > 0
                && !refresher.isShutdown()
                && refreshing.compareAndSet(false, true)) {
            refresher.execute(this::refresh);
        }
        return last.age().compareTo(STALE) > 0 ? Double.NaN : last.value();
    }

    @Override
    public void close() {
        refresher.shutdown();
        admin.close(Duration.ofSeconds(5));
    }

    private void refresh() {
        try {
            last = new Measured(measure(), System.nanoTime());
        } catch (KafkaException e) {
            LOGGER.warnf(
                    "lag not measured: topic=%s group=%s cause=%s", topic, group, e.getMessage());
        } finally {
            refreshing.set(false);
        }
    }

    private Map<TopicPartition, SharePartitionOffsetInfo> shareOffsets() {
        try {
            return await(
                    admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                            .partitionsToOffsetInfo(group));
        } catch (GroupIdNotFoundException e) {
            return Map.of(); // no worker ever came
        }
    }

    private List<TopicPartition> partitions() {
        return await(admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .partitions()
                .stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(p -> p, p -> spec));
        return await(admin.listOffsets(asked).all()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private record Measured(double value, long at) {
        Duration age() {
            return Duration.ofNanos(System.nanoTime() - at);
        }
    }
}
