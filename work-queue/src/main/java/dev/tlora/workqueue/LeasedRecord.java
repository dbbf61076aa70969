package dev.tlora.workqueue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.jboss.logging.Logger;

/**
 * One acquired record and its lease. Used on the consumer's thread only.
 *
 * <p>Kafka's rule for a renewal: acknowledge with {@code RENEW}, commit, and poll until the same
 * record comes back; before that it can be neither renewed again nor accepted (KAFKA-20458). A
 * renewal that fails leaves nothing to acknowledge, so it means the lease is gone.
 */
final class LeasedRecord {

    private static final Logger LOGGER = Logger.getLogger(LeasedRecord.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaShareConsumer<byte[], byte[]> consumer;
    private final ConsumerRecord<byte[], byte[]> record;
    private final HeldLease lease;
    private boolean acknowledgeable = true;

    LeasedRecord(
            KafkaShareConsumer<byte[], byte[]> consumer,
            ConsumerRecord<byte[], byte[]> record,
            HeldLease lease) {
        this.consumer = consumer;
        this.record = record;
        this.lease = lease;
    }

    ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    /** Returns when the work is done, however it ended, having renewed the lease meanwhile. */
    void holdUntil(CompletableFuture<?> work) {
        long renewal = lease.length().toMillis() / 3;
        while (!work.isDone()) {
            try {
                work.get(renewal, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                renew();
            } catch (ExecutionException e) {
                return;
            } catch (InterruptedException e) {
                throw new InterruptException(e);
            }
        }
    }

    /** True when the record is done for good; false when it was no longer ours. */
    boolean accept() {
        return !lease.isLost() && commit(AcknowledgeType.ACCEPT);
    }

    /** Lets another worker have the record now; if it is no longer ours, one has it already. */
    void release() {
        commit(AcknowledgeType.RELEASE);
    }

    private void renew() {
        if (lease.isLost()) {
            return;
        }
        long before = System.nanoTime();
        if (commit(AcknowledgeType.RENEW) && cameBack(before)) {
            lease.extend(before);
        } else {
            LOGGER.warnf(
                    "lease lost: topic=%s partition=%d offset=%d",
                    record.topic(), record.partition(), record.offset());
            lease.lose();
        }
    }

    private boolean commit(AcknowledgeType type) {
        if (!acknowledgeable) {
            return false;
        }
        acknowledgeable = false;
        try {
            consumer.acknowledge(record, type);
        } catch (IllegalStateException e) {
            return false; // the client itself has given the record up
        }
        Duration limit = lease.length().dividedBy(2);
        return consumer.commitSync(limit).values().stream().allMatch(Optional::isEmpty);
    }

    private boolean cameBack(long since) {
        long limit = lease.length().toNanos();
        while (!acknowledgeable && System.nanoTime() - since < limit) {
            for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(POLL)) {
                if (isThis(polled)) {
                    acknowledgeable = true;
                } else {
                    consumer.acknowledge(polled, AcknowledgeType.RELEASE);
                }
            }
        }
        return acknowledgeable;
    }

    private boolean isThis(ConsumerRecord<byte[], byte[]> other) {
        return other.offset() == record.offset()
                && other.partition() == record.partition()
                && other.topic().equals(record.topic());
    }
}
