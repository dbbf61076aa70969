package dev.tlora.evaluator.report;

import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.schemas.RunMetrics;

/** Opens the package to tests of others. */
public final class Judgments {

    private Judgments() {}

    public static RunMetrics metrics(FinishedRun run) {
        return Protocol.metrics(PromptImages.of(run));
    }
}
