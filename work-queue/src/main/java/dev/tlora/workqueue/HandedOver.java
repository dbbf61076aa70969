package dev.tlora.workqueue;

/**
 * The job saved its state and stopped because {@link Lease#stopRequested()}; another worker goes on
 * with it. Thrown without such a request it is an ordinary failure.
 */
public final class HandedOver extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public HandedOver(String message) {
        super(message);
    }
}
