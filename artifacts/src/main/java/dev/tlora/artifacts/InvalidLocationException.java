package dev.tlora.artifacts;

/** A key that no store accepts, or a URI outside the store: trying again is pointless. */
public final class InvalidLocationException extends ArtifactException {

    private static final long serialVersionUID = 1L;

    public InvalidLocationException(String message) {
        super(message);
    }

    public InvalidLocationException(String message, Throwable cause) {
        super(message, cause);
    }
}
