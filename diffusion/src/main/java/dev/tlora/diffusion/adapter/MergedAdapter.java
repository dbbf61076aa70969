package dev.tlora.diffusion.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.unet.UNet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An adapter merged into copies of the weights it touches, so that sampling with masked ranks costs
 * nothing per forward pass. From one sampling step to the next the active rank only grows, so each
 * step adds the few components that are new: one kernel call for the whole network.
 *
 * <p>Keys and values of the prompt stay the same while components do, so there the components go
 * into the projected prompt instead of the weight.
 *
 * <p>The copies are made at the first use and serve every later adapter of the network. Frozen
 * weights are never changed. For sampling only; used by one thread at a time. Closing it gives the
 * network its own weights back.
 */
public final class MergedAdapter implements AutoCloseable {

    private static final Pattern OF_PROMPT = Pattern.compile(".*\\.attn2\\.to_[kv]");
    private static final String TARGETS = "targets[]";
    private static final String SOURCES = "sources[]";

    private final Map<String, Linear> merging = new LinkedHashMap<>();
    private final Map<String, Linear> ofPrompt = new LinkedHashMap<>();
    private final NDManager manager;
    private final Map<String, NDArray> copies = new HashMap<>();
    private final List<LowRankTerm> terms = new ArrayList<>();
    private final List<PromptTerm> promptTerms = new ArrayList<>();
    private NDManager termManager;
    private Adapter adapter;
    private RankSchedule ranks;
    private int merged;

    /** For the projections of {@code unet}, which stays as it is until an adapter is used. */
    public MergedAdapter(UNet unet) {
        unet.adaptedProjections()
                .forEach(
                        (path, linear) ->
                                (OF_PROMPT.matcher(path).matches() ? ofPrompt : merging)
                                        .put(path, linear));
        manager = NDManager.newBaseManager();
    }

    /** Takes {@code wanted}, with the ranks it was trained with, in place of any other. */
    public void use(Adapter wanted) {
        if (wanted != adapter) {
            remove();
            copyWeights();
            termManager = manager.newSubManager();
            merging.keySet().forEach(path -> addTerm(path, wanted.layers().get(path)));
            ofPrompt.forEach((path, linear) -> attach(linear, wanted.layers().get(path)));
            adapter = wanted;
        }
        useRanks(wanted.settings().ranks());
    }

    /**
     * Uses other ranks than the adapter was trained with: the fidelity dial of a rendering.
     *
     * @throws IllegalArgumentException when the rank is not the adapter's
     */
    public void useRanks(RankSchedule wanted) {
        AdapterSettings settings = adapter.settings();
        if (wanted.rank() != settings.ranks().rank()) {
            throw new IllegalArgumentException(
                    "the adapter has rank %d, not %d"
                            .formatted(settings.ranks().rank(), wanted.rank()));
        }
        ranks = settings.method().schedule(wanted);
    }

    /** Merges the components of a timestep; returns how many. */
    public int atTimestep(int timestep) {
        int wanted = ranks.activeRank(timestep);
        if (wanted != merged) {
            Gradients.without(
                    () -> {
                        merge(wanted);
                        return null;
                    });
        }
        return wanted;
    }

    private void merge(int wanted) {
        // Sums in half precision would lose a little at each step, so they start anew.
        boolean startsAnew = wanted < merged || !isFloat32();
        if (startsAnew && merged > 0) {
            restoreWeights();
        }
        int first = startsAnew ? 0 : merged;
        NDList arguments = new NDList(Kernel.scalar(first), Kernel.scalar(wanted));
        terms.forEach(term -> term.addTo(arguments));
        promptTerms.forEach(term -> term.addTo(arguments));
        Kernel.MERGE_COMPONENTS.callAll(arguments).get(0).close();
        merged = wanted;
    }

    private boolean isFloat32() {
        return copies.values().iterator().next().getDataType() == DataType.FLOAT32;
    }

    private void copyWeights() {
        merging.forEach(
                (path, linear) ->
                        linear.replaceWeight(copies.computeIfAbsent(path, unused -> copy(linear))));
    }

    private NDArray copy(Linear linear) {
        return Kernel.CONTIGUOUS.callIn(manager, linear.weight().array()).get(0);
    }

    private void restoreWeights() {
        NDList arguments = new NDList();
        try (NDManager scope = manager.newSubManager()) {
            merging.forEach(
                    (path, linear) -> {
                        NDArray published = linear.weight().array();
                        arguments.add(LowRankTerm.named(copies.get(path), TARGETS, scope));
                        arguments.add(LowRankTerm.named(published, SOURCES, scope));
                    });
            Kernel.COPY_ALL.callAll(arguments);
        }
        promptTerms.forEach(PromptTerm::forget);
        merged = 0;
    }

    private void addTerm(String path, AdaptedLayer layer) {
        terms.add(
                Gradients.without(
                        () ->
                                new LowRankTerm(
                                        copies.get(path),
                                        layer.addends(termManager),
                                        termManager)));
    }

    private void attach(Linear linear, AdaptedLayer layer) {
        PromptTerm term = new PromptTerm(layer.addends(termManager), () -> merged, termManager);
        promptTerms.add(term);
        linear.attach(term);
    }

    /** Leaves the network as it was published. */
    public void remove() {
        if (adapter == null) {
            return;
        }
        merging.values().forEach(Linear::restoreWeight);
        ofPrompt.values().forEach(Linear::detach);
        terms.clear();
        promptTerms.clear();
        termManager.close();
        if (merged > 0) {
            restoreWeights();
        }
        adapter = null;
    }

    @Override
    public void close() {
        remove();
        manager.close();
    }
}
