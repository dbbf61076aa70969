package dev.tlora.diffusion.fetch;

/** A model cannot be fetched; the message names the file or address and the remedy. */
public class FetchException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FetchException(String message) {
        super(message);
    }

    FetchException(String message, Throwable cause) {
        super(message, cause);
    }
}
