package dev.tlora.ingest.order;

import dev.tlora.schemas.ConceptSubmitted;

/** The same order for a run of another name. */
public final class Renamed {

    private Renamed() {}

    /**
     * Gives the run a name.
     *
     * @param runId {@code null} to leave the name open
     */
    public static ConceptSubmitted withRunId(ConceptSubmitted event, String runId) {
        return new ConceptSubmitted(
                event.image(),
                event.images(),
                event.className(),
                event.mask(),
                event.conceptId(),
                runId,
                event.token(),
                event.model(),
                event.tenant(),
                event.priority(),
                event.training(),
                event.evaluation());
    }
}
