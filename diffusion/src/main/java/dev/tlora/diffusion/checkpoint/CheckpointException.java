package dev.tlora.diffusion.checkpoint;

/** A model or adapter file cannot be used as it is; the message names file, tensor and reason. */
public class CheckpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
