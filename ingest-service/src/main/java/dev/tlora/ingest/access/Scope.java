package dev.tlora.ingest.access;

/** Something that a key may permit. */
public enum Scope {
    /** See runs and what they have written. */
    READ,
    /** Order runs. */
    ORDER,
    /** Stop runs. */
    CANCEL,
    /** See and replay dead letters; erase concepts of all tenants. */
    ADMIN
}
