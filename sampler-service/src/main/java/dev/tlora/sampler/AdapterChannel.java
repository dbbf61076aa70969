package dev.tlora.sampler;

import dev.tlora.runtime.BrokerUnavailableException;
import dev.tlora.runtime.EventSender;
import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.RenderRequested;
import dev.tlora.schemas.Topics;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.microprofile.faulttolerance.Retry;
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

    @Inject
    AdapterChannel(EventSender sender) {
        this.sender = sender;
    }

    @Incoming("adapters-in")
    @Blocking
    @Retry(
            maxRetries = 60,
            delay = 2,
            delayUnit = ChronoUnit.SECONDS,
            maxDuration = 30,
            durationUnit = ChronoUnit.MINUTES,
            retryOn = BrokerUnavailableException.class)
    void onAdapter(byte[] value) {
        AdapterPublished published = EventJson.read(value, AdapterPublished.class);
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
