package dev.tlora.runtime;

import dev.tlora.runtime.trace.Hop;
import dev.tlora.runtime.trace.Hops;
import dev.tlora.runtime.trace.ReceivedRecord;
import dev.tlora.schemas.DeadLetters;
import dev.tlora.workqueue.DeadLetterHeaders;
import dev.tlora.workqueue.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;

/**
 * Sees a channel's record through: what is away is waited for, and what cannot be processed becomes
 * a dead letter with the same headers as those of work queues. A record without a value is passed
 * over; it tells that something is gone.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class DeadLetterOffice {

    private static final Logger LOGGER = Logger.getLogger(DeadLetterOffice.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final KafkaProducer<String, byte[]> producer;
    private final MeterRegistry metrics;
    private final Hops hops;
    private final Clock clock;
    private final Duration patience;
    private final Duration firstPause;

    @Inject
    DeadLetterOffice(
            Broker broker, FleetConfig config, MeterRegistry metrics, Hops hops, Clock clock) {
        Map<String, Object> properties = new HashMap<>(broker.clientProperties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        this.metrics = metrics;
        this.hops = hops;
        this.clock = clock;
        patience = config.queue().patience();
        firstPause = config.queue().backoff();
    }

    /**
     * Does a record's work, which must be safe to repeat. When it returns, the record is done with.
     *
     * @throws BrokerUnavailableException when interrupted before the dead letter was written
     */
    public void take(ConsumerRecord<String, byte[]> record, Runnable work) {
        if (record.value() == null) {
            return;
        }
        try (Hop hop = hops.begin(ReceivedRecord.of(record))) {
            hop.carry(() -> seeThrough(record, work));
        }
    }

    private void seeThrough(ConsumerRecord<String, byte[]> record, Runnable work) {
        long end = System.nanoTime() + patience.toNanos();
        Duration pause = firstPause;
        while (true) {
            try {
                work.run();
                return;
            } catch (RuntimeException | OutOfMemoryError | LinkageError failure) {
                Reason reason = Failures.reasonOf(failure);
                boolean waiting = reason.cure() == Reason.Cure.WAITING && System.nanoTime() < end;
                if (!waiting || !sleep(pause)) {
                    bury(record, reason, failure);
                    return;
                }
                LOGGER.warnf(
                        "tried again: topic=%s offset=%d reason=%s cause=%s",
                        record.topic(), record.offset(), reason.label(), failure.getMessage());
                pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
            }
        }
    }

    private void bury(ConsumerRecord<String, byte[]> record, Reason reason, Throwable failure) {
        Hop.failed(failure.toString());
        ProducerRecord<String, byte[]> letter =
                DeadLetterHeaders.letter(
                        DeadLetters.topicOf(record.topic()),
                        record,
                        reason,
                        failure,
                        clock.instant());
        Duration pause = firstPause;
        while (!written(letter)) {
            if (!sleep(pause)) {
                throw new BrokerUnavailableException(
                        "the dead letter of %s could not be written".formatted(record.topic()),
                        failure);
            }
            pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
        }
        LOGGER.warnf(
                "record became a dead letter: topic=%s offset=%d reason=%s cause=%s",
                record.topic(), record.offset(), reason.label(), failure.getMessage());
        metrics.counter(
                        "tlora_dead_letters_total",
                        "topic",
                        record.topic(),
                        "reason",
                        reason.label())
                .increment();
    }

    private boolean written(ProducerRecord<String, byte[]> letter) {
        try {
            producer.send(letter).get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException && isWhole(letter)) {
                return written(DeadLetterHeaders.shortened(letter));
            }
            LOGGER.warnf(
                    "dead letter not written: topic=%s cause=%s", letter.topic(), e.getCause());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isWhole(ProducerRecord<String, byte[]> letter) {
        return letter.headers().lastHeader(DeadLetterHeaders.TRUNCATED) == null;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Whether nobody interrupted. */
    private static boolean sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @PreDestroy
    void close() {
        producer.close(LONGEST_PAUSE);
    }
}
