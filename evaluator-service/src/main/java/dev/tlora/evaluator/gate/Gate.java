package dev.tlora.evaluator.gate;

import dev.tlora.evaluator.EvaluatorConfig;
import dev.tlora.evaluator.EvaluatorConfig.Mode;
import dev.tlora.evaluator.EvaluatorConfig.Thresholds;
import dev.tlora.schemas.GateResult;
import dev.tlora.schemas.GateResult.Decision;
import dev.tlora.schemas.Measured;
import dev.tlora.schemas.RunMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Holds a run's figures against the thresholds that are configured for its model. */
@ApplicationScoped
public class Gate {

    private final Map<String, Thresholds> byModel;

    @Inject
    Gate(EvaluatorConfig config) {
        this(config.gate());
    }

    public Gate(Map<String, Thresholds> byModel) {
        this.byModel = Map.copyOf(byModel);
    }

    /** Empty where no gate is set for the model. */
    public Optional<GateResult> check(String model, RunMetrics metrics) {
        Thresholds thresholds = byModel.get(model);
        return thresholds == null || thresholds.mode() == Mode.OFF
                ? Optional.empty()
                : Optional.of(check(thresholds, metrics));
    }

    private static GateResult check(Thresholds thresholds, RunMetrics metrics) {
        List<String> missed = new ArrayList<>();
        atLeast(thresholds.minClipI(), metrics.clipI(), "CLIP-I", missed);
        atLeast(thresholds.minDino(), metrics.dino(), "DINO", missed);
        atLeast(thresholds.minClipT(), metrics.clipT(), "CLIP-T", missed);
        atMost(thresholds.maxLeak(), metrics.leak(), "Leak", missed);
        atLeast(thresholds.minDiversity(), metrics.diversity(), "Diversity", missed);
        if (missed.isEmpty()) {
            return new GateResult(Decision.PASSED, missed);
        }
        Decision decision =
                thresholds.mode() == Mode.BLOCK ? Decision.QUARANTINED : Decision.WARNED;
        return new GateResult(decision, missed);
    }

    private static void atLeast(
            OptionalDouble least, Measured figure, String name, List<String> missed) {
        if (least.isPresent() && (figure == null || figure.mean() < least.getAsDouble())) {
            missed.add(missed(name, figure, "below", least.getAsDouble()));
        }
    }

    private static void atMost(
            OptionalDouble most, Measured figure, String name, List<String> missed) {
        if (most.isPresent() && (figure == null || figure.mean() > most.getAsDouble())) {
            missed.add(missed(name, figure, "above", most.getAsDouble()));
        }
    }

    private static String missed(String name, Measured figure, String where, double bound) {
        return figure == null
                ? name + " was not measured."
                : String.format(
                        Locale.ROOT, "%s %.3f is %s %.3f.", name, figure.mean(), where, bound);
    }
}
