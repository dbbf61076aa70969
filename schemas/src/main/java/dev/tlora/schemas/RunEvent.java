package dev.tlora.schemas;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The life of a run, on {@code tlora.runs}; what happens in training is {@link TrainingEvent}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(RunEvent.Accepted.class),
    @JsonSubTypes.Type(RunEvent.Rejected.class),
    @JsonSubTypes.Type(RunEvent.Prepared.class),
    @JsonSubTypes.Type(TrainingEvent.ClassPictureDrawn.class),
    @JsonSubTypes.Type(TrainingEvent.Started.class),
    @JsonSubTypes.Type(TrainingEvent.Progressed.class),
    @JsonSubTypes.Type(TrainingEvent.CheckpointSaved.class),
    @JsonSubTypes.Type(TrainingEvent.Resumed.class),
    @JsonSubTypes.Type(RunEvent.Published.class),
    @JsonSubTypes.Type(RunEvent.Rendered.class),
    @JsonSubTypes.Type(RunScored.class),
    @JsonSubTypes.Type(RunEvent.Failed.class),
    @JsonSubTypes.Type(RunEvent.Cancelled.class),
})
public sealed interface RunEvent extends EventOfRun
        permits RunEvent.Accepted,
                RunEvent.Rejected,
                RunEvent.Prepared,
                TrainingEvent,
                RunEvent.Published,
                RunEvent.Rendered,
                RunScored,
                RunEvent.Failed,
                RunEvent.Cancelled {

    /** The order is in order; work on it begins. */
    @JsonTypeName("run-accepted.v1")
    record Accepted(
            String runId,
            Instant time,
            String conceptId,
            String className,
            String model,
            String tenant,
            int priority)
            implements RunEvent {
        public Accepted {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.text(conceptId, "conceptId");
            Require.text(className, "className");
            Require.text(model, "model");
            Require.text(tenant, "tenant");
            Require.atLeast(priority, 0, "priority");
        }
    }

    /**
     * The order can never succeed as it stands; repeating it is pointless.
     *
     * @param conceptId {@code null} where the order gave none that could be read
     * @param problems everything that is wrong with it, at least one
     */
    @JsonTypeName("run-rejected.v1")
    record Rejected(String runId, Instant time, String conceptId, List<Problem> problems)
            implements RunEvent {
        public Rejected {
            Require.text(runId, "runId");
            Require.present(time, "time");
            problems = List.copyOf(Require.present(problems, "problems"));
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("problems must hold at least one problem");
            }
        }

        public Optional<String> conceptIdIfAny() {
            return Optional.ofNullable(conceptId);
        }
    }

    /** The photos were checked and encoded; the run waits for a trainer. */
    @JsonTypeName("run-prepared.v1")
    record Prepared(String runId, Instant time, ArtifactRef prepared) implements RunEvent {
        public Prepared {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.present(prepared, "prepared");
        }
    }

    /** The adapter was written and closed. */
    @JsonTypeName("run-published.v1")
    record Published(String runId, Instant time, int attempt, ArtifactRef adapter, double finalLoss)
            implements RunEvent {
        public Published {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.atLeast(attempt, 1, "attempt");
            Require.present(adapter, "adapter");
            Require.finite(finalLoss, "finalLoss");
        }
    }

    /**
     * One more planned image was drawn.
     *
     * @param number of the image among the planned ones, from 1; they come in any order
     * @param planned images planned in the run
     */
    @JsonTypeName("run-rendered.v1")
    record Rendered(String runId, Instant time, int attempt, int number, int planned)
            implements RunEvent {
        public Rendered {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.atLeast(attempt, 1, "attempt");
            Require.atLeast(number, 1, "number");
            Require.atLeast(planned, number, "planned");
        }
    }

    /**
     * The run ended without success.
     *
     * @param stage where
     * @param cause one sentence
     * @param step the training step it failed at; {@code null} outside training
     */
    @JsonTypeName("run-failed.v1")
    record Failed(String runId, Instant time, int attempt, Stage stage, String cause, Integer step)
            implements RunEvent {
        public Failed {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.atLeast(attempt, 1, "attempt");
            Require.present(stage, "stage");
            Require.text(cause, "cause");
            if (step != null) {
                Require.atLeast(step, 0, "step");
            }
        }

        public OptionalInt stepIfAny() {
            return step == null ? OptionalInt.empty() : OptionalInt.of(step);
        }
    }

    /**
     * The run was stopped as asked.
     *
     * @param stage where it was
     * @param artifactsRemoved whether what it had written was deleted
     */
    @JsonTypeName("run-cancelled.v1")
    record Cancelled(String runId, Instant time, Stage stage, boolean artifactsRemoved)
            implements RunEvent {
        public Cancelled {
            Require.text(runId, "runId");
            Require.present(time, "time");
            Require.present(stage, "stage");
        }
    }
}
