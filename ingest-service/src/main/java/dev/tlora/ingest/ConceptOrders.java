package dev.tlora.ingest;

import dev.tlora.ingest.turn.Turns;
import dev.tlora.runtime.DeadLetterOffice;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** The channel of orders. What cannot be processed becomes a dead letter, and the next is taken. */
@ApplicationScoped
class ConceptOrders {

    private static final int BEFORE_CHANNELS = 2;

    private final Ingest ingest;
    private final DeadLetterOffice office;
    private final Turns turns;

    @Inject
    ConceptOrders(Ingest ingest, DeadLetterOffice office, Turns turns) {
        this.ingest = ingest;
        this.office = office;
        this.turns = turns;
    }

    /** At once, since orders may wait from before. */
    void onStart(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event) {
        turns.start(this::passLater);
    }

    @Incoming("concept-orders")
    @Blocking
    void take(ConsumerRecord<String, byte[]> record) {
        office.take(record, () -> turns.take(record, () -> pass(record)));
    }

    private void passLater(ConsumerRecord<String, byte[]> record) {
        office.take(record, () -> pass(record));
    }

    private void pass(ConsumerRecord<String, byte[]> record) {
        Source source = new Source(record.topic(), record.partition(), record.offset());
        Instant ordered = Instant.ofEpochMilli(record.timestamp());
        ingest.take(record.value(), source, ordered);
    }
}
