package dev.tlora.ingest;

import dev.tlora.runtime.DeadLetterOffice;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.EventJson;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Orders to stop, from {@code tlora.control}. */
@ApplicationScoped
class CancelChannel {

    private final Cancellations cancellations;
    private final DeadLetterOffice office;

    @Inject
    CancelChannel(Cancellations cancellations, DeadLetterOffice office) {
        this.cancellations = cancellations;
        this.office = office;
    }

    @Incoming("ingest-control")
    @Blocking
    void onControl(ConsumerRecord<String, byte[]> record) {
        office.take(
                record,
                () -> cancellations.accept(EventJson.read(record.value(), CancelRequested.class)));
    }
}
