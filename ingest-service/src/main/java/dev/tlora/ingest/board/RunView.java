package dev.tlora.ingest.board;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tlora.schemas.Problem;
import dev.tlora.schemas.Scores;
import dev.tlora.schemas.Stage;
import java.util.List;

/**
 * What is known of a run at one moment. Components but the first three are {@code null} or empty
 * until they are known.
 *
 * @param stage the part of the fleet that has the run
 * @param progress of the stage under way
 * @param scores the run's figures, as {@link dev.tlora.schemas.RunScored#headline()} gives them
 * @param verdict one sentence on the scores
 * @param untrainedModel whether the base model cannot draw, so that scores mean nothing
 * @param cause why the run failed
 * @param problems why the order was rejected
 * @param outlook when it may be finished; {@code null} once it has ended, and where nobody asked
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RunView(
        String runId,
        RunState state,
        Stage stage,
        String conceptId,
        String className,
        String model,
        String tenant,
        Integer priority,
        RunTimes times,
        Progress progress,
        Scores scores,
        String verdict,
        Boolean untrainedModel,
        String cause,
        List<Problem> problems,
        Outlook outlook) {

    public RunView {
        problems = List.copyOf(problems);
    }

    RunView withOutlook(Outlook given) {
        return new RunView(
                runId,
                state,
                stage,
                conceptId,
                className,
                model,
                tenant,
                priority,
                times,
                progress,
                scores,
                verdict,
                untrainedModel,
                cause,
                problems,
                given);
    }
}
