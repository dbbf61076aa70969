package dev.tlora.artifacts;

/**
 * A store could not do what it was asked. Each subclass says what the caller can do about it; the
 * message names the key and the remedy.
 */
public abstract class ArtifactException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ArtifactException(String message) {
        super(message);
    }

    ArtifactException(String message, Throwable cause) {
        super(message, cause);
    }
}
