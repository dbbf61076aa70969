package dev.tlora.artifacts;

/** What every {@link ArtifactStore} promises; each store extends this and names two of its kind. */
public abstract class ArtifactStoreContract
        implements WritingContract,
                ReadingContract,
                KeysContract,
                FoldersContract,
                DocumentsContract {}
