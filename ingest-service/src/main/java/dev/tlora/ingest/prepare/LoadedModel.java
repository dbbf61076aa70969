package dev.tlora.ingest.prepare;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.text.PromptEncoder;
import dev.tlora.diffusion.vae.Vae;
import java.nio.file.Path;

/** The networks of one model that look at photos and prompts; closing frees them. */
record LoadedModel(Path folder, NDManager manager, Vae vae, PromptEncoder prompts)
        implements AutoCloseable {

    static LoadedModel load(ModelFolder model) {
        NDManager manager = NDManager.newBaseManager();
        try {
            return new LoadedModel(
                    model.path(), manager, model.vae(manager), model.promptEncoder(manager));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
