package dev.tlora.sampler;

/** The request can never be drawn as it stands; the message says why and what to do. */
final class UnusableRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnusableRequestException(String message) {
        super(message);
    }
}
