package dev.tlora.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.checkpoint.RandomModel;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.schemas.ArtifactRef;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterCacheTest {

    private static final AdapterSettings SETTINGS =
            new AdapterSettings(
                    AdapterMethod.LORA, RankSchedule.constant(1), Initialisation.RANDOM_LAST, 1);

    @TempDir Path folder;

    private final List<String> loaded = new ArrayList<>();
    private final MeterRegistry metrics = new SimpleMeterRegistry();
    private NDManager manager;
    private UNet unet;
    private AdapterCache cache;

    @BeforeEach
    void open() throws IOException {
        Path model = folder.resolve("model");
        RandomModel.write(model, 1);
        manager = NDManager.newBaseManager();
        unet = ModelFolder.open(model).unet(manager);
        cache = new AdapterCache(unet, this::load, 2, new SamplingMetrics(metrics));
    }

    @AfterEach
    void close() {
        cache.close();
        manager.close();
    }

    @Test
    void anAdapterUsedAgainIsNotLoadedAgain() {
        Adapter first = cache.use(ref("a"));
        cache.use(ref("b"));

        assertThat(cache.use(ref("a"))).isSameAs(first);
        assertThat(loaded).containsExactly("a", "b");
        assertThat(metrics.counter("tlora_adapter_cache_hits").count()).isEqualTo(1);
        assertThat(metrics.counter("tlora_adapter_cache_misses").count()).isEqualTo(2);
    }

    @Test
    void theLeastRecentlyUsedAdapterMakesRoom() {
        cache.use(ref("a"));
        cache.use(ref("b"));
        cache.use(ref("a"));

        cache.use(ref("c"));
        cache.use(ref("a"));
        cache.use(ref("b"));

        assertThat(loaded).containsExactly("a", "b", "c", "b");
    }

    @Test
    void switchesAreTimedOnlyWhereTheNetworkChanges() {
        cache.use(ref("a"));
        cache.use(ref("a"));
        cache.useNone();
        cache.use(ref("a"));

        assertThat(metrics.timer("tlora_adapter_cache_switch_seconds").count()).isEqualTo(2);
    }

    private Adapter load(ArtifactRef wanted) {
        loaded.add(wanted.sha256().substring(0, 1));
        return Adapter.create(SETTINGS, unet, manager);
    }

    private static ArtifactRef ref(String digit) {
        return new ArtifactRef(URI.create("file:///" + digit), digit.repeat(64));
    }
}
