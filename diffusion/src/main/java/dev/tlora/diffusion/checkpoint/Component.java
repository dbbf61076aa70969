package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Precision;
import dev.tlora.diffusion.tensor.Weight;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** A network of a model folder: where it lies and what its weight files are called. */
enum Component {
    UNET("unet", "diffusion_pytorch_model"),
    VAE("vae", "diffusion_pytorch_model"),
    TEXT_ENCODER("text_encoder", "model"),
    TEXT_ENCODER_2("text_encoder_2", "model"),
    CLIP("clip", "model"),
    DINO("dino", "model");

    private final String folder;
    private final String stem;

    Component(String folder, String stem) {
        this.folder = folder;
        this.stem = stem;
    }

    String folder() {
        return folder;
    }

    Path folder(Path model) {
        return model.resolve(folder);
    }

    /** The single file that an unsharded network without variant has. */
    Path weightFile(Path model) {
        return folder(model).resolve(stem + ".safetensors");
    }

    WeightFiles weights(Path model) {
        return WeightFiles.find(folder(model), stem);
    }

    private String configFile() {
        return folder + "/config.json";
    }

    /**
     * Reads the configuration.
     *
     * @throws CheckpointException naming the file and what is wrong with it
     */
    <C> C config(ModelSource model, Function<JsonNode, C> parser) {
        return model.parse(configFile(), parser);
    }

    /**
     * Builds a network and fills it strictly.
     *
     * @param manager its weights live in a child of it
     * @throws CheckpointException naming the file and the tensor that does not fit
     */
    <C, N extends CheckpointBlock> N load(
            ModelSource model,
            C config,
            Function<C, N> constructor,
            Precision precision,
            NDManager manager) {
        N network = build(model, config, constructor);
        loadInto(network.namedWeights(), model, precision, manager);
        return network;
    }

    /** Fills the weights of networks that share a file. */
    void loadInto(
            Map<String, Weight> weights,
            ModelSource model,
            Precision precision,
            NDManager manager) {
        NDManager own = manager.newSubManager();
        try (OpenWeights source = model.open(this, weights.keySet())) {
            WeightLoader.load(weights, source, precision, own);
        } catch (CheckpointException e) {
            own.close();
            throw e;
        }
        own.cap();
    }

    /** A network without weights. */
    <C, N extends CheckpointBlock> N build(
            ModelSource model, C config, Function<C, N> constructor) {
        try {
            return constructor.apply(config);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(model.nameOf(configFile()) + ": " + e.getMessage(), e);
        }
    }

    /** Takes older names and leaves out what published files have and nobody needs. */
    OpenWeights adapted(OpenWeights source) {
        return switch (this) {
            case VAE -> source.renamed(OldNames::ofVaeAttention);
            // The temperature of the loss that CLIP was trained with.
            case CLIP -> source.without("logit_scale"::equals);
            // DINO has no pooler; transformers puts a random one into the files it writes.
            case DINO -> source.without(name -> name.startsWith("pooler."));
            case UNET, TEXT_ENCODER, TEXT_ENCODER_2 -> source;
        };
    }
}
