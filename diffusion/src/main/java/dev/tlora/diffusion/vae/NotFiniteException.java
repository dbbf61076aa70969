package dev.tlora.diffusion.vae;

/** A network's result is not a number anywhere near; the message says what to do. */
public class NotFiniteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotFiniteException(String message) {
        super(message);
    }
}
