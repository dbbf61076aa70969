package dev.tlora.evaluator.scoring;

import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.ImageEvent;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import dev.tlora.schemas.MalformedEventException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Images out of {@code tlora.images}, as many at a time as wait, of whatever runs; those that
 * failed are the fold's business alone.
 */
@ApplicationScoped
class ImageChannel {

    private final ImageScoring scoring;

    @Inject
    ImageChannel(ImageScoring scoring) {
        this.scoring = scoring;
    }

    /** Unreadable records become dead letters one by one; the rest is scored together. */
    @Incoming("images-in")
    @Blocking
    CompletionStage<Void> receive(KafkaRecordBatch<String, byte[]> batch) {
        List<ImageRendered> images = new ArrayList<>();
        for (KafkaRecord<String, byte[]> record : batch) {
            try {
                if (EventJson.read(record.getPayload(), ImageEvent.class)
                        instanceof ImageRendered rendered) {
                    images.add(rendered);
                }
            } catch (MalformedEventException e) {
                record.nack(e).toCompletableFuture().join();
            }
        }
        try {
            scoring.score(images);
        } catch (RuntimeException e) {
            return batch.nack(e);
        }
        return batch.ack();
    }
}
