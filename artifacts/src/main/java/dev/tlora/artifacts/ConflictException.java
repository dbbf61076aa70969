package dev.tlora.artifacts;

/** Another writer came first: read again, then decide anew. */
public final class ConflictException extends ArtifactException {

    private static final long serialVersionUID = 1L;

    public ConflictException(String message) {
        super(message);
    }
}
