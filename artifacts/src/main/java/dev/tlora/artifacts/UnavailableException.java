package dev.tlora.artifacts;

/** The store failed for now (disk full, input or output error): trying again makes sense. */
public final class UnavailableException extends ArtifactException {

    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
        super(message);
    }

    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
