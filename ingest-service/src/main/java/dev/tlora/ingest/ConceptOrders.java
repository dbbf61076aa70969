package dev.tlora.ingest;

import dev.tlora.runtime.DeadLetterOffice;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The channel of orders. What cannot be processed becomes a dead letter, and the next is taken. */
@ApplicationScoped
class ConceptOrders {

    private final Ingest ingest;
    private final DeadLetterOffice office;

    @Inject
    ConceptOrders(Ingest ingest, DeadLetterOffice office) {
        this.ingest = ingest;
        this.office = office;
    }

    @Incoming("concept-orders")
    @Blocking
    void take(ConsumerRecord<String, byte[]> record) {
        Source source = new Source(record.topic(), record.partition(), record.offset());
        Instant ordered = Instant.ofEpochMilli(record.timestamp());
        office.take(record, () -> ingest.take(record.value(), source, ordered));
    }
}
