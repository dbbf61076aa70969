package dev.tlora.artifacts;

/** There is no artefact under the key. */
public final class NotFoundException extends ArtifactException {

    private static final long serialVersionUID = 1L;

    public NotFoundException(String message) {
        super(message);
    }
}
