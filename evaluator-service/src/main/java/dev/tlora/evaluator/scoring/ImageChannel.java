package dev.tlora.evaluator.scoring;

import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.ImageEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Images out of {@code tlora.images}; those that failed are the fold's business alone. */
@ApplicationScoped
class ImageChannel {

    private final ImageScoring scoring;

    @Inject
    ImageChannel(ImageScoring scoring) {
        this.scoring = scoring;
    }

    @Incoming("images-in")
    @Blocking
    void receive(byte[] record) {
        if (EventJson.read(record, ImageEvent.class) instanceof ImageEvent.ImageRendered rendered) {
            scoring.score(rendered);
        }
    }
}
