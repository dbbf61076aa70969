package dev.tlora.sampler;

import dev.tlora.artifacts.UnavailableException;
import dev.tlora.runtime.BrokerUnavailableException;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.EventJson;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Orders to stop, from {@code tlora.control}. */
@ApplicationScoped
class CancelChannel {

    private final Cancellations cancellations;

    @Inject
    CancelChannel(Cancellations cancellations) {
        this.cancellations = cancellations;
    }

    @Incoming("sampler-control")
    @Blocking
    @Retry(
            maxRetries = 60,
            delay = 2,
            delayUnit = ChronoUnit.SECONDS,
            maxDuration = 30,
            durationUnit = ChronoUnit.MINUTES,
            retryOn = {UnavailableException.class, BrokerUnavailableException.class})
    void onControl(byte[] value) {
        cancellations.accept(EventJson.read(value, CancelRequested.class));
    }
}
