package dev.tlora.sampler;

import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.MergedAdapter;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.schemas.ArtifactRef;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The adapters of one network by their hash, the least recently used making room; at most one is on
 * the network.
 *
 * <p>Used by one thread at a time. Closing it frees them all.
 */
final class AdapterCache implements AutoCloseable {

    private final MergedAdapter merged;
    private final Function<ArtifactRef, Adapter> loader;
    private final int capacity;
    private final SamplingMetrics metrics;
    private final Map<String, Adapter> adapters = new LinkedHashMap<>(16, 0.75f, true);
    private Adapter attached;

    AdapterCache(
            UNet unet,
            Function<ArtifactRef, Adapter> loader,
            int capacity,
            SamplingMetrics metrics) {
        this.merged = new MergedAdapter(unet);
        this.loader = loader;
        this.capacity = capacity;
        this.metrics = metrics;
    }

    /** Puts this adapter, and no other, on the network. */
    Adapter use(ArtifactRef wanted) {
        long begin = System.nanoTime();
        Adapter adapter = find(wanted);
        if (adapter != attached) {
            useNone();
            merged.use(adapter);
            attached = adapter;
            metrics.adapterSwitched(Duration.ofNanos(System.nanoTime() - begin));
        }
        return adapter;
    }

    /** The adapter in use, as the network has it. */
    MergedAdapter merged() {
        return merged;
    }

    /** Leaves the network as it was published. */
    void useNone() {
        if (attached != null) {
            merged.remove();
            attached = null;
        }
    }

    private Adapter find(ArtifactRef wanted) {
        Adapter found = adapters.get(wanted.sha256());
        if (found != null) {
            metrics.adapterFound();
            return found;
        }
        Adapter loaded = loader.apply(wanted);
        metrics.adapterLoaded();
        makeRoom();
        adapters.put(wanted.sha256(), loaded);
        return loaded;
    }

    private void makeRoom() {
        if (adapters.size() < capacity) {
            return;
        }
        String oldest = adapters.keySet().iterator().next();
        Adapter evicted = adapters.remove(oldest);
        if (evicted == attached) {
            useNone();
        }
        evicted.close();
    }

    @Override
    public void close() {
        merged.close();
        attached = null;
        adapters.values().forEach(Adapter::close);
        adapters.clear();
    }
}
