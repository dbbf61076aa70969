package dev.tlora.diffusion.unet;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import dev.tlora.diffusion.layer.Conv2d;
import dev.tlora.diffusion.layer.GroupNorm;
import dev.tlora.diffusion.layer.Linear;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Precision;
import dev.tlora.diffusion.tensor.Recomputation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * SDXL's denoiser, diffusers' {@code UNet2DConditionModel}: predicts the noise in noisy latents.
 *
 * <p>Dimensions: B batch, C latent channels, H and W latent height and width.
 *
 * <ul>
 *   <li>sample: (B, C, H, W); timesteps: (B) float32; result: (B, C, H, W)
 *   <li>keys: {@code conv_in time_embedding add_embedding down_blocks.N mid_block up_blocks.N
 *       conv_norm_out conv_out}
 * </ul>
 *
 * <p>Computes in the element type of its weights, but takes and gives float32; the sinusoids are
 * made in float32 too, since timesteps of a thousand have no exact bfloat16.
 *
 * <p>Used by one thread at a time, since adapters attach to it.
 */
public final class UNet extends CheckpointBlock {

    private final UNetConfig config;
    private final Sinusoid timeSinusoid;
    private final Sinusoid timeIdSinusoid;
    private final Conv2d convIn;
    private final TimestepEmbedding timeEmbedding;
    private final TimestepEmbedding addEmbedding;
    private final List<DownBlock2D> downBlocks = new ArrayList<>();
    private final MidBlock2D midBlock;
    private final List<UpBlock2D> upBlocks = new ArrayList<>();
    private final GroupNorm convNormOut;
    private final Conv2d convOut;
    private boolean recomputes;

    public UNet(UNetConfig config) {
        this.config = config;
        int shallowest = config.channels().get(0);
        timeSinusoid = new Sinusoid(shallowest);
        timeIdSinusoid = new Sinusoid(config.timeIdSize());
        convIn = child("conv_in", new Conv2d(config.inChannels(), shallowest, 3, 1, 1));
        timeEmbedding =
                child("time_embedding", new TimestepEmbedding(shallowest, config.timeEmbedSize()));
        addEmbedding =
                child(
                        "add_embedding",
                        new TimestepEmbedding(config.pooledSize(), config.timeEmbedSize()));
        for (int level = 0; level < config.levels(); level++) {
            downBlocks.add(child("down_blocks." + level, new DownBlock2D(config, level)));
        }
        midBlock = child("mid_block", new MidBlock2D(config));
        for (int i = 0; i < config.levels(); i++) {
            int level = config.levels() - 1 - i;
            upBlocks.add(child("up_blocks." + i, new UpBlock2D(config, level)));
        }
        convNormOut =
                child(
                        "conv_norm_out",
                        new GroupNorm(config.groups(), shallowest, config.epsilon()));
        convOut = child("conv_out", new Conv2d(shallowest, config.outChannels(), 3, 1, 1));
    }

    public UNetConfig config() {
        return config;
    }

    /** Predicts the noise; the result belongs to the manager of {@code sample}. */
    public NDArray forward(NDArray sample, NDArray timesteps, Conditioning conditioning) {
        return scoped(
                () ->
                        Recomputation.recomputing(
                                recomputes, () -> predict(sample, timesteps, conditioning)),
                sample,
                timesteps,
                conditioning.hidden(),
                conditioning.pooled(),
                conditioning.timeIds());
    }

    private NDArray predict(NDArray sample, NDArray timesteps, Conditioning conditioning) {
        NDArray predicted =
                denoise(
                        convIn.cast(sample),
                        embed(timesteps, conditioning),
                        convIn.cast(conditioning.hidden()));
        return Precision.FLOAT32.cast(predicted);
    }

    /**
     * Whether resnets and transformer blocks are run again in the backward pass instead of keeping
     * what lies inside them (gradient checkpointing): the same gradients with much less memory, a
     * third slower.
     */
    public void setRecomputes(boolean recomputes) {
        this.recomputes = recomputes;
    }

    /**
     * The projections that adapters attach to: queries, keys, values and outputs of every
     * attention, by path, in declaration order.
     */
    public Map<String, Linear> adaptedProjections() {
        Map<String, Linear> projections = new LinkedHashMap<>();
        namedBlocks(Attention.class)
                .forEach(
                        (path, attention) ->
                                attention
                                        .namedBlocks(Linear.class)
                                        .forEach(
                                                (name, linear) ->
                                                        projections.put(
                                                                path + "." + name, linear)));
        return projections;
    }

    /** The time embedding that every resnet is told, already through SiLU, (B, T). */
    NDArray embed(NDArray timesteps, Conditioning conditioning) {
        NDArray time = timeEmbedding.forward(timeSinusoid.of(timesteps));
        long batch = conditioning.timeIds().getShape().get(0);
        NDArray timeIds = timeIdSinusoid.of(conditioning.timeIds().flatten()).reshape(batch, -1);
        NDArray added = addEmbedding.forward(conditioning.pooled().concat(timeIds, 1));
        // Every resnet starts with SiLU of the same embedding.
        return Kernel.SILU.call(time.add(added));
    }

    private NDArray denoise(NDArray sample, NDArray time, NDArray context) {
        Deque<NDArray> skips = new ArrayDeque<>();
        NDArray hidden = convIn.forward(sample);
        skips.push(hidden);
        for (DownBlock2D block : downBlocks) {
            hidden = block.forward(hidden, time, context, skips);
        }
        hidden = midBlock.forward(hidden, time, context);
        for (UpBlock2D block : upBlocks) {
            hidden = block.forward(hidden, time, context, skips);
        }
        return convOut.forward(convNormOut.forwardSilu(hidden));
    }
}
