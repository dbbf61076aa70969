package dev.tlora.runtime;

import dev.tlora.artifacts.IntegrityException;
import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.UnavailableException;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.image.ImageException;
import dev.tlora.diffusion.training.DivergedException;
import dev.tlora.schemas.MalformedEventException;
import dev.tlora.workqueue.Reason;
import dev.tlora.workqueue.Reasons;
import dev.tlora.workqueue.Rejected;
import dev.tlora.workqueue.RetryLater;
import java.util.Locale;

/** Why something failed, the same for all services. */
public final class Failures {

    private static final String OUT_OF_MEMORY = "out of memory";

    private Failures() {}

    public static Reason reasonOf(Throwable failure) {
        if (failure instanceof RetryLater && failure.getCause() != null) {
            return reasonOf(failure.getCause());
        }
        if (failure instanceof UnavailableException) {
            return Reason.STORE;
        }
        if (failure instanceof BrokerUnavailableException) {
            return Reason.BROKER;
        }
        if (failure instanceof MalformedEventException) {
            return Reason.MALFORMED;
        }
        if (failure instanceof DivergedException) {
            return Reason.NAN;
        }
        if (failure instanceof CheckpointException || failure instanceof UnknownModelException) {
            return Reason.MODEL;
        }
        return isRefusal(failure) ? Reason.REJECTED : byMessage(failure);
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof NotFoundException
                || failure instanceof IntegrityException
                || failure instanceof InvalidLocationException
                || failure instanceof ImageException
                || failure instanceof IllegalArgumentException;
    }

    /** PyTorch has no exception of its own for memory that runs out on a GPU. */
    private static Reason byMessage(Throwable failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        boolean memory = !(failure instanceof Rejected) && message.contains(OUT_OF_MEMORY);
        return memory ? Reason.OUT_OF_MEMORY : Reasons.of(failure);
    }
}
