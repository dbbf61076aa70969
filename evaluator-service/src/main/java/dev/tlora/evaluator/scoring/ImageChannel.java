package dev.tlora.evaluator.scoring;

import dev.tlora.runtime.trace.Hop;
import dev.tlora.runtime.trace.Hops;
import dev.tlora.runtime.trace.ReceivedRecord;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.ImageEvent;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import dev.tlora.schemas.MalformedEventException;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.reactive.messaging.kafka.KafkaRecord;
import io.smallrye.reactive.messaging.kafka.KafkaRecordBatch;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Images out of {@code tlora.images}, as many at a time as wait, of whatever runs; those that
 * failed are the fold's business alone.
 */
@ApplicationScoped
class ImageChannel {

    private final ImageScoring scoring;
    private final Hops hops;

    @Inject
    ImageChannel(ImageScoring scoring, Hops hops) {
        this.scoring = scoring;
        this.hops = hops;
    }

    /** Unreadable records become dead letters one by one; the rest is scored together. */
    @Incoming("images-in")
    @Blocking
    CompletionStage<Void> receive(KafkaRecordBatch<String, byte[]> batch) {
        Map<ImageRendered, Hop> images = new LinkedHashMap<>();
        for (KafkaRecord<String, byte[]> record : batch) {
            try {
                if (EventJson.read(record.getPayload(), ImageEvent.class)
                        instanceof ImageRendered rendered) {
                    images.computeIfAbsent(rendered, image -> begin(image, record));
                }
            } catch (MalformedEventException e) {
                record.nack(e).toCompletableFuture().join();
            }
        }
        try {
            scoring.score(images);
        } catch (RuntimeException e) {
            return batch.nack(e);
        } finally {
            images.values().forEach(Hop::close);
        }
        return batch.ack();
    }

    private Hop begin(ImageRendered image, KafkaRecord<String, byte[]> record) {
        IncomingKafkaRecordMetadata<?, ?> metadata =
                record.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
        Hop hop = hops.begin(ReceivedRecord.of(metadata.getRecord()));
        hop.carry(() -> Hop.ofRun(image.runId()));
        return hop;
    }
}
