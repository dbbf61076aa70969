package dev.tlora.ingest.order;

import dev.tlora.schemas.ConceptSubmitted;

/** The same order under another name. */
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

    /** Makes it the order of a tenant. */
    public static ConceptSubmitted withTenant(ConceptSubmitted event, String tenant) {
        return new ConceptSubmitted(
                event.image(),
                event.images(),
                event.className(),
                event.mask(),
                event.conceptId(),
                event.runId(),
                event.token(),
                event.model(),
                tenant,
                event.priority(),
                event.training(),
                event.evaluation());
    }
}
