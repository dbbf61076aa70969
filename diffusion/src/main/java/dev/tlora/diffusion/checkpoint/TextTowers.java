package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.text.ClipTextConfig;
import dev.tlora.diffusion.text.ClipTextEncoder;
import dev.tlora.diffusion.text.ClipTokenizer;
import dev.tlora.diffusion.text.PromptEncoder;
import dev.tlora.diffusion.unet.UNetConfig;
import java.nio.file.Path;
import java.util.UUID;

/** SDXL's two text encoders and their tokenizers in a model folder. */
record TextTowers(Path folder) {

    /** Original size, crop corner and target size, two numbers each. */
    private static final int TIME_IDS = 6;

    PromptEncoder promptEncoder(UNetConfig unet, NDManager manager) {
        ClipTextConfig first = Component.TEXT_ENCODER.config(folder, ClipTextConfig::parse);
        ClipTextConfig second = Component.TEXT_ENCODER_2.config(folder, ClipTextConfig::parse);
        requireWidths(unet, first, second);
        return new PromptEncoder(
                tokenizer(folder.resolve("tokenizer"), manager),
                Component.TEXT_ENCODER.load(folder, first, ClipTextEncoder::new, manager),
                tokenizer(folder.resolve("tokenizer_2"), manager),
                Component.TEXT_ENCODER_2.load(folder, second, ClipTextEncoder::new, manager));
    }

    /** Its native memory is freed with {@code owner}. */
    static ClipTokenizer tokenizer(Path folder, NDManager owner) {
        ClipTokenizer tokenizer = ClipTokenizer.fromFolder(folder);
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
                            .formatted(folder, what, given, taken));
        }
    }
}
