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
import java.util.List;
import java.util.Map;

/**
 * An adapter merged into copies of the weights it touches, so that sampling with masked ranks costs
 * nothing per forward pass. From one sampling step to the next the active rank only grows, so each
 * step adds the few components that are new: one kernel call for the whole network.
 *
 * <p>The copies are made at the first use and serve every later adapter of the network. Frozen
 * weights are never changed. For sampling only; used by one thread at a time. Closing it gives the
 * network its own weights back.
 */
public final class MergedAdapter implements AutoCloseable {

    private static final String TARGETS = "targets[]";
    private static final String SOURCES = "sources[]";

    private final Map<String, Linear> projections;
    private final NDManager manager;
    private final NDList copies = new NDList();
    private final List<LowRankTerm> terms = new ArrayList<>();
    private NDManager termManager;
    private Adapter adapter;
    private RankSchedule ranks;
    private int merged;

    /** For the projections of {@code unet}, which stays as it is until an adapter is used. */
    public MergedAdapter(UNet unet) {
        projections = unet.adaptedProjections();
        manager = NDManager.newBaseManager();
    }

    /** Takes {@code wanted}, with the ranks it was trained with, in place of any other. */
    public void use(Adapter wanted) {
        if (wanted != adapter) {
            remove();
            copyWeights();
            termManager = manager.newSubManager();
            wanted.layers().forEach(this::addTerms);
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
        Kernel.MERGE_COMPONENTS.callAll(arguments).get(0).close();
        merged = wanted;
    }

    private boolean isFloat32() {
        return copies.get(0).getDataType() == DataType.FLOAT32;
    }

    private void copyWeights() {
        if (copies.isEmpty()) {
            projections.values().forEach(linear -> copies.add(copy(linear)));
        }
        int index = 0;
        for (Linear linear : projections.values()) {
            linear.replaceWeight(copies.get(index++));
        }
    }

    private NDArray copy(Linear linear) {
        return Kernel.CONTIGUOUS.callIn(manager, linear.weight().array()).get(0);
    }

    private void restoreWeights() {
        NDList arguments = new NDList();
        try (NDManager scope = manager.newSubManager()) {
            copies.forEach(copy -> arguments.add(LowRankTerm.named(copy, TARGETS, scope)));
            projections
                    .values()
                    .forEach(
                            linear ->
                                    arguments.add(
                                            LowRankTerm.named(
                                                    linear.weight().array(), SOURCES, scope)));
            Kernel.COPY_ALL.callAll(arguments);
        }
        merged = 0;
    }

    private void addTerms(String path, AdaptedLayer layer) {
        int index = new ArrayList<>(projections.keySet()).indexOf(path);
        NDArray target = copies.get(index);
        Gradients.without(
                () -> {
                    layer.addends(termManager)
                            .forEach(
                                    addend ->
                                            terms.add(LowRankTerm.of(target, addend, termManager)));
                    return null;
                });
    }

    /** Leaves the network as it was published. */
    public void remove() {
        if (adapter == null) {
            return;
        }
        projections.values().forEach(Linear::restoreWeight);
        terms.clear();
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
