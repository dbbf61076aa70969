package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import java.nio.file.Path;
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

    /**
     * Reads the configuration.
     *
     * @throws CheckpointException naming the file and what is wrong with it
     */
    <C> C config(Path model, Function<JsonNode, C> parser) {
        return JsonFile.parse(folder(model).resolve("config.json"), parser);
    }

    /**
     * Builds a network and fills it strictly.
     *
     * @param manager its weights live in a child of it
     * @throws CheckpointException naming the file and the tensor that does not fit
     */
    <C, N extends CheckpointBlock> N load(
            Path model, C config, Function<C, N> constructor, NDManager manager) {
        N network = build(model, config, constructor);
        NDManager weights = manager.newSubManager();
        try (OpenWeights source = weights(model).open()) {
            WeightLoader.load(network, underTodaysNames(source), weights);
        } catch (CheckpointException e) {
            weights.close();
            throw e;
        }
        weights.cap();
        return network;
    }

    /** A network without weights. */
    <C, N extends CheckpointBlock> N build(Path model, C config, Function<C, N> constructor) {
        try {
            return constructor.apply(config);
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    folder(model).resolve("config.json") + ": " + e.getMessage(), e);
        }
    }

    private OpenWeights underTodaysNames(OpenWeights source) {
        return this == VAE ? source.renamed(OldNames::ofVaeAttention) : source;
    }
}
