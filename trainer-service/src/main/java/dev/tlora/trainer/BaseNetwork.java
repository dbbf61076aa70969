package dev.tlora.trainer;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.text.PromptEmbeddings;
import dev.tlora.diffusion.text.PromptEncoder;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.runtime.Models;
import dev.tlora.schemas.BaseModel;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The U-Net that a worker trains on; the last one used stays loaded.
 *
 * <p>Used by one thread at a time.
 */
@Dependent
class BaseNetwork {

    private static final Logger LOGGER = Logger.getLogger(BaseNetwork.class);

    private final Models models;
    private final TrainerConfig config;
    private NDManager manager;
    private UNet unet;
    private NoiseSchedule schedule;
    private String loadedHash = "";
    private String loadedName = "";

    @Inject
    BaseNetwork(Models models, TrainerConfig config) {
        this.models = models;
        this.config = config;
    }

    /**
     * Makes {@code model} the loaded one.
     *
     * @throws UnusableOrderException when this machine has other weights under that name
     */
    void load(BaseModel model) {
        ModelFolder folder = models.open(model.name());
        if (!folder.hash().equals(model.hash())) {
            throw new UnusableOrderException(
                    ("the run was prepared for weights %.12s of model '%s', this trainer has"
                                    + " %.12s; install the same weights or order the run again")
                            .formatted(model.hash(), model.name(), folder.hash()));
        }
        if (loadedHash.equals(model.hash())) {
            return;
        }
        close();
        manager = NDManager.newBaseManager();
        unet = folder.unet(manager);
        unet.setRecomputes(config.gradientCheckpointing());
        schedule = folder.noiseSchedule();
        loadedHash = model.hash();
        loadedName = model.name();
        LOGGER.infof("network loaded: model=%s device=%s", model.name(), manager.getDevice());
    }

    /** What the network is told about a prompt; the text encoders are here only meanwhile. */
    PromptEmbeddings encode(String prompt, NDManager owner) {
        try (NDManager scope = NDManager.newBaseManager()) {
            PromptEncoder encoder = models.open(loadedName).promptEncoder(scope);
            return Gradients.without(() -> encoder.encode(List.of(prompt), owner));
        }
    }

    NDManager manager() {
        return manager;
    }

    UNet unet() {
        return unet;
    }

    NoiseSchedule schedule() {
        return schedule;
    }

    String hash() {
        return loadedHash;
    }

    @PreDestroy
    void close() {
        loadedHash = "";
        if (manager != null) {
            manager.close();
        }
    }
}
