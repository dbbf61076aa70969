package dev.tlora.trainer;

/** The order can never be trained as it stands; the message says why and what to do. */
final class UnusableOrderException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnusableOrderException(String message) {
        super(message);
    }
}
