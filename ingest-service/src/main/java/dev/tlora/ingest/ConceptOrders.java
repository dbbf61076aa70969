package dev.tlora.ingest;

import dev.tlora.schemas.MalformedEventException;
import dev.tlora.schemas.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/** The channel of orders. What it throws becomes a dead letter, and the next record is taken. */
@ApplicationScoped
class ConceptOrders {

    private static final Logger LOGGER = Logger.getLogger(ConceptOrders.class);

    private final Ingest ingest;
    private final Patience patience;
    private final MeterRegistry metrics;

    @Inject
    ConceptOrders(Ingest ingest, IngestConfig config, MeterRegistry metrics) {
        this.ingest = ingest;
        this.patience = new Patience(config.patience());
        this.metrics = metrics;
    }

    @Incoming("concept-orders")
    @Blocking
    void take(ConsumerRecord<String, byte[]> record) {
        Source source = new Source(record.topic(), record.partition(), record.offset());
        try {
            patience.run(() -> ingest.take(record.value(), source));
        } catch (MalformedEventException e) {
            LOGGER.warnf("no order: offset=%d reason=%s", record.offset(), e.getMessage());
            countDeadLetter(e);
            throw e;
        } catch (RuntimeException | LinkageError e) {
            LOGGER.errorf("order becomes a dead letter: offset=%d reason=%s", record.offset(), e);
            countDeadLetter(e);
            throw e;
        }
    }

    private void countDeadLetter(Throwable reason) {
        metrics.counter(
                        "tlora_dead_letters_total",
                        "topic",
                        Topics.CONCEPTS,
                        "reason",
                        reason.getClass().getSimpleName())
                .increment();
    }
}
