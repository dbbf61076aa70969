package dev.tlora.evaluator.run;

import dev.tlora.schemas.EventOfRun;
import java.util.List;

/** Says what the result of a finished run is. */
@FunctionalInterface
public interface RunCloser {

    /**
     * Writes the artefacts and says what is to be told, the verdict first. Called again with the
     * same run after a crash, and then has the same effect.
     */
    List<EventOfRun> close(FinishedRun run);
}
