package dev.tlora.sampler;

import dev.tlora.runtime.DeadLetterOffice;
import dev.tlora.runtime.EventSender;
import dev.tlora.runtime.trace.Hop;
import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.RenderRequested;
import dev.tlora.schemas.Topics;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Turns each published adapter, from {@code tlora.adapters}, into its run's render requests; those
 * in quarantine have been drawn and judged before.
 */
@ApplicationScoped
class AdapterChannel {

    private static final Logger LOGGER = Logger.getLogger(AdapterChannel.class);

    private final EventSender sender;
    private final DeadLetterOffice office;

    @Inject
    AdapterChannel(EventSender sender, DeadLetterOffice office) {
        this.sender = sender;
        this.office = office;
    }

    @Incoming("adapters-in")
    @Blocking
    void onAdapter(ConsumerRecord<String, byte[]> record) {
        office.take(record, () -> plan(record.value()));
    }

    private void plan(byte[] value) {
        AdapterPublished published = EventJson.read(value, AdapterPublished.class);
        Hop.ofRun(published.runId());
        if (!published.quarantine().isEmpty()) {
            return;
        }
        List<RenderRequested> plan = EvaluationPlan.of(published);
        plan.forEach(request -> sender.send(Topics.RENDERS, request));
        LOGGER.infof(
                "images planned: runId=%s requests=%d images=%d",
                published.runId(), plan.size(), plan.get(0).planned());
    }
}
