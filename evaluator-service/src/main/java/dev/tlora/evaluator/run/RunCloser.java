package dev.tlora.evaluator.run;

/** Tells the result of a finished run. */
@FunctionalInterface
public interface RunCloser {

    /**
     * Writes the artefacts, then sends the events; returns when the broker has them. Called once a
     * run, or again with the same run after a crash in between, and then has the same effect.
     */
    void close(FinishedRun run);
}
