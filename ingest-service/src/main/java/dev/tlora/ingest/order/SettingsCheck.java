package dev.tlora.ingest.order;

import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.schedule.SchedulerKind;
import dev.tlora.schemas.ConceptOrder;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.EvaluationSettings;
import dev.tlora.schemas.Problem;
import dev.tlora.schemas.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/** Whether a model can do what an order asks for. */
final class SettingsCheck {

    private static final int RESOLUTION_STEP = 8;

    private final ModelFacts model;
    private final List<Problem> problems = new ArrayList<>();

    private SettingsCheck(ModelFacts model) {
        this.model = model;
    }

    static List<Problem> problems(ConceptSubmitted event, ConceptOrder order, ModelFacts model) {
        SettingsCheck check = new SettingsCheck(model);
        check.names(order.training());
        check.ranks(event, order.training());
        check.resolution(order.training().resolution());
        check.sampling(order.evaluation());
        return check.problems;
    }

    private void names(TrainingSettings training) {
        attempt("$.training.method", () -> AdapterMethod.of(training.method()));
        attempt("$.training.init", () -> Initialisation.of(training.init()));
    }

    private void ranks(ConceptSubmitted event, TrainingSettings training) {
        if (training.rank() > model.maxRank()) {
            boolean given = event.training() != null && event.training().rank() != null;
            add(
                    given ? "$.training.rank" : "$.training.minRank",
                    "must be at most %d, the width of the narrowest adapted layer of model %s, is %d"
                            .formatted(
                                    model.maxRank(), model.description().name(), training.rank()));
        }
    }

    private void resolution(int resolution) {
        if (resolution % RESOLUTION_STEP != 0) {
            add(
                    "$.training.resolution",
                    "must be a multiple of %d, is %d".formatted(RESOLUTION_STEP, resolution));
        }
    }

    private void sampling(EvaluationSettings evaluation) {
        attempt("$.evaluation.scheduler", () -> SchedulerKind.of(evaluation.scheduler()));
        if (problems.stream().noneMatch(one -> one.path().equals("$.evaluation.scheduler"))) {
            attempt(
                    "$.evaluation.steps",
                    () ->
                            SchedulerKind.of(evaluation.scheduler())
                                    .create(model.folder().noiseSchedule(), evaluation.steps()));
        }
    }

    private void attempt(String path, Runnable choice) {
        try {
            choice.run();
        } catch (IllegalArgumentException e) {
            add(path, "is impossible: " + e.getMessage());
        }
    }

    private void add(String path, String message) {
        problems.add(new Problem(path, message));
    }
}
