package dev.tlora.sampler;

import ai.djl.ndarray.NDManager;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.sampling.TextToImage;
import dev.tlora.diffusion.text.PromptEncoder;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.vae.Vae;
import dev.tlora.schemas.ArtifactRef;

/**
 * A base model in memory, with the adapters that were used on it.
 *
 * <p>Used by one thread at a time. Closing it frees everything.
 */
final class LoadedModel implements AutoCloseable {

    private final ArtifactStore store;
    private final NDManager manager = NDManager.newBaseManager();
    private final String hash;
    private final UNet unet;
    private final Vae vae;
    private final PromptEncoder promptEncoder;
    private final TextToImage textToImage;
    private final AdapterCache adapters;

    LoadedModel(
            ModelFolder folder, ArtifactStore store, int cachedAdapters, SamplingMetrics metrics) {
        this.store = store;
        hash = folder.hash();
        try {
            unet = folder.unet(manager);
            vae = folder.vae(manager);
            promptEncoder = folder.promptEncoder(manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        textToImage = new TextToImage(unet, folder.noiseSchedule());
        adapters = new AdapterCache(unet, this::load, cachedAdapters, metrics);
    }

    private Adapter load(ArtifactRef adapter) {
        return AdapterFile.read(store.fetch(adapter.uri(), adapter.sha256()), unet, hash, manager);
    }

    String hash() {
        return hash;
    }

    /** For the arrays of one job, in a child. */
    NDManager manager() {
        return manager;
    }

    Vae vae() {
        return vae;
    }

    PromptEncoder promptEncoder() {
        return promptEncoder;
    }

    TextToImage textToImage() {
        return textToImage;
    }

    AdapterCache adapters() {
        return adapters;
    }

    @Override
    public void close() {
        adapters.close();
        manager.close();
    }
}
