package dev.tlora.workqueue;

import java.util.Locale;

/**
 * Why a job failed, in few words that people filter dead letters and alerts by. Says, too, what
 * helps.
 */
public enum Reason {
    /** The record is not what its topic holds. */
    MALFORMED(Cure.NONE),
    /** What it asks for can never be done as it stands. */
    REJECTED(Cure.NONE),
    /** The artefact store is away or full. */
    STORE(Cure.WAITING),
    /** The broker is away. */
    BROKER(Cure.WAITING),
    /** The model is missing, damaged or another one. */
    MODEL(Cure.NONE),
    /** Memory ran out, of the machine or of its GPU. */
    OUT_OF_MEMORY(Cure.REPETITION),
    /** Training diverged. */
    NAN(Cure.NONE),
    /** It took too long. */
    TIMEOUT(Cure.REPETITION),
    /** Worker after worker died of it, or gave it up. */
    WORKERS_LOST(Cure.NONE),
    /** Anything else. */
    UNEXPECTED(Cure.REPETITION);

    private final Cure cure;

    Reason(Cure cure) {
        this.cure = cure;
    }

    /** What may make a failed job succeed. */
    public enum Cure {
        /** Nothing but another record. */
        NONE,
        /** Another try, perhaps elsewhere; a few of them. */
        REPETITION,
        /** What is away coming back, however often one has to look. */
        WAITING
    }

    public Cure cure() {
        return cure;
    }

    /** As headers and metrics have it, e.g. {@code out-of-memory}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
