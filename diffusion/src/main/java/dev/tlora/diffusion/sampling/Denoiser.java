package dev.tlora.diffusion.sampling;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.schedule.Scheduler;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import java.util.Arrays;

/**
 * One run's steps: network, classifier-free guidance, scheduler. The guided batch is made once, in
 * diffusers' order: B unconditional samples, then the B prompts.
 */
final class Denoiser {

    private final UNet unet;
    private final Scheduler scheduler;
    private final SamplingSettings settings;
    private final Conditioning conditioning;
    private final int[] timesteps;

    /** What it makes of {@code prompts} belongs to their manager. */
    Denoiser(UNet unet, Scheduler scheduler, Conditioning prompts, SamplingSettings settings) {
        this.unet = unet;
        this.scheduler = scheduler;
        this.settings = settings;
        this.timesteps = scheduler.timesteps();
        this.conditioning = settings.isGuided() ? afterUnconditional(prompts) : prompts;
    }

    private static Conditioning afterUnconditional(Conditioning prompts) {
        return new Conditioning(
                prompts.hidden().zerosLike().concat(prompts.hidden()),
                prompts.pooled().zerosLike().concat(prompts.pooled()),
                prompts.timeIds().concat(prompts.timeIds()));
    }

    /** The latents after one more step, (B, 4, h, w), in the manager of {@code latents}. */
    NDArray step(NDArray latents, int index) {
        return scoped(() -> scheduler.step(predictNoise(latents, index), index, latents), latents);
    }

    private NDArray predictNoise(NDArray latents, int index) {
        NDArray input = scheduler.scaleInput(latents, index);
        if (!settings.isGuided()) {
            return predict(input, index);
        }
        NDArray both = predict(input.concat(input), index);
        long batch = latents.getShape().get(0);
        NDArray unconditional = both.get("0:{}", batch);
        NDArray prompted = both.get("{}:", batch);
        return unconditional.add(prompted.sub(unconditional).mul(settings.guidance()));
    }

    private NDArray predict(NDArray input, int index) {
        float[] told = new float[(int) input.getShape().get(0)];
        Arrays.fill(told, timesteps[index]);
        NDArray timestep = HostArrays.create(input.getManager(), told, new Shape(told.length));
        return unet.forward(input, timestep, conditioning);
    }
}
