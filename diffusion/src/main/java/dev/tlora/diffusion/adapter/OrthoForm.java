package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Linear;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Factors P, λ and Q that start from frames at hand, which are subtracted again. */
final class OrthoForm implements LayerForm {

    /** Orthonormal frames as the initialisation asks for; λ is trained. */
    static final OrthoForm FRAMES = new OrthoForm(StartingFactors::orthogonal, true);

    /** PiSSA: the weight's principal components with their values inside; λ stays one. */
    static final OrthoForm PRINCIPAL =
            new OrthoForm((starting, linear, key) -> starting.principal(linear), false);

    private static final String Q = "q_layer.weight";
    private static final String P = "p_layer.weight";
    private static final String LAMBDA = "lambda_layer";
    private static final String START_OF_Q = "base_q.weight";
    private static final String START_OF_P = "base_p.weight";
    private static final String START_OF_LAMBDA = "base_lambda";

    private interface Start {
        OrthoLayer.Factors of(StartingFactors starting, Linear linear, long key);
    }

    private final Start start;
    private final boolean trainsLambda;

    private OrthoForm(Start start, boolean trainsLambda) {
        this.start = start;
        this.trainsLambda = trainsLambda;
    }

    @Override
    public Map<String, List<Long>> shapes(LayerShape layer, int rank) {
        List<Long> in = List.of((long) rank, layer.in());
        List<Long> out = List.of(layer.out(), (long) rank);
        List<Long> lambda = List.of(1L, (long) rank);
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put(Q, in);
        shapes.put(P, out);
        shapes.put(START_OF_Q, in);
        shapes.put(START_OF_P, out);
        shapes.put(START_OF_LAMBDA, lambda);
        if (trainsLambda) {
            shapes.put(LAMBDA, lambda);
        }
        return shapes;
    }

    @Override
    public AdaptedLayer draw(StartingFactors starting, Linear linear, long key, ActiveRank active) {
        OrthoLayer.Factors drawn = start.of(starting, linear, key);
        OrthoLayer.Factors current =
                new OrthoLayer.Factors(
                        drawn.q().duplicate(), drawn.p().duplicate(), drawn.lambda().duplicate());
        return new OrthoLayer(current, drawn, trainsLambda, active);
    }

    @Override
    public AdaptedLayer restore(Function<String, NDArray> arrays, ActiveRank active) {
        OrthoLayer.Factors drawn =
                new OrthoLayer.Factors(
                        arrays.apply(START_OF_Q),
                        arrays.apply(START_OF_P),
                        arrays.apply(START_OF_LAMBDA));
        NDArray lambda = trainsLambda ? arrays.apply(LAMBDA) : drawn.lambda().duplicate();
        OrthoLayer.Factors current =
                new OrthoLayer.Factors(arrays.apply(Q), arrays.apply(P), lambda);
        return new OrthoLayer(current, drawn, trainsLambda, active);
    }

    @Override
    public boolean subtractsStart() {
        return true;
    }

    @Override
    public boolean trainsLambda() {
        return trainsLambda;
    }
}
