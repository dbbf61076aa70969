package dev.tlora.ingest.rest;

import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.Optional;

/**
 * Comments between events, so that proxies keep a quiet stream open and a client that has gone is
 * noticed.
 */
final class KeepAlive {

    private static final Duration PAUSE = Duration.ofSeconds(15);

    private KeepAlive() {}

    static Multi<OutboundSseEvent> around(Multi<OutboundSseEvent> events, Sse sse) {
        Multi<Optional<OutboundSseEvent>> ending =
                events.map(Optional::of).onCompletion().continueWith(Optional.empty());
        Multi<Optional<OutboundSseEvent>> comments =
                Multi.createFrom()
                        .ticks()
                        .startingAfter(PAUSE)
                        .every(PAUSE)
                        .onOverflow()
                        .drop()
                        .map(tick -> Optional.of(sse.newEventBuilder().comment("").build()));
        return Multi.createBy()
                .merging()
                .streams(ending, comments)
                .select()
                .first(Optional::isPresent)
                .map(Optional::orElseThrow);
    }
}
