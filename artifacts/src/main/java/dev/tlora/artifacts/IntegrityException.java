package dev.tlora.artifacts;

/** The content is not what its hash promised; the message names both hashes. */
public final class IntegrityException extends ArtifactException {

    private static final long serialVersionUID = 1L;

    public IntegrityException(String message) {
        super(message);
    }
}
