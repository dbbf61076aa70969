package dev.tlora.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;

/**
 * What {@code order.json} says about a run.
 *
 * @param order fingerprint of the order that the run belongs to
 * @param state how far ingest has come
 * @param acceptedAt when the order was first accepted
 * @param source the record it was accepted from
 * @param uploads keys of the uploads that it is made from
 */
record RunEntry(
        String order, State state, Instant acceptedAt, Source source, List<String> uploads) {

    RunEntry {
        uploads = uploads == null ? List.of() : List.copyOf(uploads);
    }

    /** How far ingest has come with a run. */
    enum State {
        @JsonProperty("accepted")
        ACCEPTED,
        @JsonProperty("prepared")
        PREPARED
    }

    RunEntry prepared() {
        return new RunEntry(order, State.PREPARED, acceptedAt, source, uploads);
    }
}
