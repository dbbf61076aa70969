package dev.tlora.standalone.fleet;

import java.nio.file.Path;

/** The services did not start. */
public final class FleetStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FleetStartException(Throwable cause, Path log) {
        super(
                "the fleet did not start: %s; see %s".formatted(root(cause).getMessage(), log),
                cause);
    }

    private static Throwable root(Throwable failure) {
        Throwable current = failure;
        while (current.getCause() != null && current.getCause() != current) {
            current = current.getCause();
        }
        return current;
    }
}
