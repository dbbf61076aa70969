package dev.tlora.diffusion.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Precision;
import dev.tlora.diffusion.tensor.Weight;
import dev.tlora.diffusion.text.ClipTextConfig;
import dev.tlora.diffusion.text.ClipTextEncoder;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import dev.tlora.diffusion.vae.Vae;
import dev.tlora.diffusion.vae.VaeConfig;
import java.util.Map;
import java.util.function.Function;

/** Looks at a model's names and shapes without reading a value. */
record ModelSurvey(ModelSource model) {

    /** Arrays as large as the image that are alive at once near the pixels. */
    private static final int ARRAYS_NEAR_PIXELS = 3;

    /** Asks every network's files for exactly its weights. */
    void requireWhole() {
        check(Component.UNET, UNetConfig::parse, UNet::new);
        check(Component.VAE, VaeConfig::parse, Vae::new);
        check(Component.TEXT_ENCODER, ClipTextConfig::parse, ClipTextEncoder::new);
        check(Component.TEXT_ENCODER_2, ClipTextConfig::parse, ClipTextEncoder::new);
    }

    private <C, N extends CheckpointBlock> void check(
            Component component, Function<JsonNode, C> parser, Function<C, N> constructor) {
        Map<String, Weight> weights = weights(component, parser, constructor);
        try (OpenWeights source = model.open(component, weights.keySet())) {
            WeightLoader.requireFit(weights, source);
        }
    }

    Footprint footprint(Precision precision, int resolution) {
        VaeConfig vae = Component.VAE.config(model, VaeConfig::parse);
        Precision ofVae = vae.effective(precision);
        int widest = vae.channels().get(Math.min(1, vae.channels().size() - 1));
        return new Footprint(
                elements(Component.UNET, UNetConfig::parse, UNet::new) * precision.bytes(),
                elements(Component.VAE, VaeConfig::parse, Vae::new) * ofVae.bytes(),
                (elements(Component.TEXT_ENCODER, ClipTextConfig::parse, ClipTextEncoder::new)
                                + elements(
                                        Component.TEXT_ENCODER_2,
                                        ClipTextConfig::parse,
                                        ClipTextEncoder::new))
                        * precision.bytes(),
                (long) ARRAYS_NEAR_PIXELS * resolution * resolution * widest * ofVae.bytes());
    }

    private <C, N extends CheckpointBlock> long elements(
            Component component, Function<JsonNode, C> parser, Function<C, N> constructor) {
        return weights(component, parser, constructor).values().stream()
                .mapToLong(weight -> weight.shape().size())
                .sum();
    }

    private <C, N extends CheckpointBlock> Map<String, Weight> weights(
            Component component, Function<JsonNode, C> parser, Function<C, N> constructor) {
        C config = component.config(model, parser);
        return component.build(model, config, constructor).namedWeights();
    }
}
