package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.tensor.Precision;
import dev.tlora.diffusion.text.ClipTextConfig;
import dev.tlora.diffusion.text.ClipTextEncoder;
import dev.tlora.diffusion.text.ClipTokenizer;
import dev.tlora.diffusion.text.PromptEncoder;
import dev.tlora.diffusion.unet.UNetConfig;
import java.util.UUID;

/** SDXL's two text encoders and their tokenizers. */
record TextTowers(ModelSource model) {

    /** Original size, crop corner and target size, two numbers each. */
    private static final int TIME_IDS = 6;

    PromptEncoder promptEncoder(UNetConfig unet, Precision precision, NDManager manager) {
        ClipTextConfig first = Component.TEXT_ENCODER.config(model, ClipTextConfig::parse);
        ClipTextConfig second = Component.TEXT_ENCODER_2.config(model, ClipTextConfig::parse);
        requireWidths(unet, first, second);
        return new PromptEncoder(
                owned(model.tokenizer("tokenizer"), manager),
                load(Component.TEXT_ENCODER, first, precision, manager),
                owned(model.tokenizer("tokenizer_2"), manager),
                load(Component.TEXT_ENCODER_2, second, precision, manager));
    }

    private ClipTextEncoder load(
            Component component, ClipTextConfig config, Precision precision, NDManager manager) {
        return component.load(model, config, ClipTextEncoder::new, precision, manager);
    }

    /** Has the tokenizer's native memory freed with {@code owner}. */
    static ClipTokenizer owned(ClipTokenizer tokenizer, NDManager owner) {
        owner.attachInternal(UUID.randomUUID().toString(), tokenizer);
        return tokenizer;
    }

    private void requireWidths(UNetConfig unet, ClipTextConfig first, ClipTextConfig second) {
        require("hidden states", first.hiddenSize() + second.hiddenSize(), unet.hiddenSize());
        require(
                "pooled states",
                second.pooledSize(),
                unet.pooledSize() - TIME_IDS * unet.timeIdSize());
    }

    private void require(String what, int given, int taken) {
        if (given != taken) {
            throw new CheckpointException(
                    "%s: the text encoders give %s of width %d, the U-Net takes %d"
                            .formatted(model.path(), what, given, taken));
        }
    }
}
