package dev.tlora.diffusion.adapter;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.Kernel;
import java.util.List;
import java.util.Map;

/**
 * Ortho-LoRA: y + p(q(x) · λ) − p₀(q₀(x) · λ₀) with both terms masked alike (paper Eq. 5; reference
 * {@code lora.py}, lines 45–114). The start is subtracted live, since it depends on the mask.
 *
 * <ul>
 *   <li>{@code q_layer.weight} (r, in), {@code p_layer.weight} (out, r), {@code lambda_layer} (1,
 *       r), and their frozen copies {@code base_q.weight}, {@code base_p.weight}, {@code
 *       base_lambda}
 * </ul>
 *
 * PiSSA is the same form with the singular values drawn into both factors and λ frozen at one.
 */
final class OrthoLayer implements AdaptedLayer {

    private final Factors current;
    private final Factors start;
    private final boolean trainsLambda;
    private final ActiveRank active;
    private NDArray subtracted;

    OrthoLayer(Factors current, Factors start, boolean trainsLambda, ActiveRank active) {
        this.current = current;
        this.start = start;
        this.trainsLambda = trainsLambda;
        this.active = active;
    }

    @Override
    public NDArray addTo(NDArray input, NDArray output) {
        return Kernel.ORTHO_DELTA.call(
                input,
                output,
                current.q(),
                current.p(),
                current.lambda(),
                start.q(),
                subtracted(),
                active.array());
    }

    @Override
    public Linear.InAttention inAttention() {
        return new Linear.InAttention(
                Kernel.SELF_ATTENTION_ORTHO,
                Kernel.CROSS_ATTENTION_ORTHO,
                active.array(),
                List.of(current.q(), current.p(), current.lambda(), start.q(), subtracted()));
    }

    /** −P₀ diag(λ₀), made once, for it never changes; (out, r). */
    private NDArray subtracted() {
        if (subtracted == null) {
            subtracted = start.p().mul(start.lambda().neg());
        }
        return subtracted;
    }

    @Override
    public Map<String, NDArray> trainable() {
        return trainsLambda
                ? Map.of(
                        "q_layer.weight", current.q(),
                        "p_layer.weight", current.p(),
                        "lambda_layer", current.lambda())
                : Map.of("q_layer.weight", current.q(), "p_layer.weight", current.p());
    }

    @Override
    public Map<String, NDArray> frozen() {
        return Map.of(
                "base_q.weight", start.q(),
                "base_p.weight", start.p(),
                "base_lambda", start.lambda());
    }

    @Override
    public NDArray delta(int components) {
        return scoped(
                () -> current.product(components).sub(start.product(components)),
                current.q(),
                current.p(),
                current.lambda(),
                start.q(),
                start.p(),
                start.lambda());
    }

    @Override
    public List<Addend> addends(NDManager scope) {
        NDArray up = current.p().mul(current.lambda());
        up.attach(scope);
        return List.of(new Addend(up, current.q()), new Addend(subtracted(), start.q()));
    }

    /**
     * [Q; Q − Q₀]. With {@link #plainUp}'s [Pλ − P₀λ₀, P₀λ₀] this is the same sum as [Q; Q₀] with
     * [Pλ, −P₀λ₀], but no large terms cancel, so it may be rounded to half precision.
     */
    @Override
    public NDArray plainDown(int components) {
        String rows = ":" + components;
        return scoped(
                () -> {
                    NDArray q = current.q().get(rows);
                    return q.concat(q.sub(start.q().get(rows)));
                },
                current.q(),
                start.q());
    }

    @Override
    public NDArray plainUp(int components) {
        NDIndex columns = new NDIndex(":, :" + components);
        return scoped(
                () -> {
                    NDArray before = start.scaledP(columns);
                    return current.scaledP(columns).sub(before).concat(before, 1);
                },
                current.p(),
                current.lambda(),
                start.p(),
                start.lambda());
    }

    @Override
    public NDArray inputFactor() {
        return current.q();
    }

    @Override
    public NDArray outputFactor() {
        return current.p();
    }

    /**
     * P diag(λ) Q.
     *
     * @param q (r, in)
     * @param p (out, r)
     * @param lambda (1, r)
     */
    record Factors(NDArray q, NDArray p, NDArray lambda) {

        NDArray product(int components) {
            return scaledP(new NDIndex(":, :" + components)).matMul(q.get(":" + components));
        }

        NDArray scaledP(NDIndex columns) {
            return p.get(columns).mul(lambda.get(columns));
        }
    }
}
