package dev.tlora.runtime;

/** There is no such base model here. */
public class UnknownModelException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownModelException(String message) {
        super(message);
    }

    UnknownModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
