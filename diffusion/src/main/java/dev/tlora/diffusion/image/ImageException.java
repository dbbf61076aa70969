package dev.tlora.diffusion.image;

/** An image cannot be used as it is; the message names it and says why. */
public class ImageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ImageException(String message) {
        super(message);
    }

    public ImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
