package dev.tlora.diffusion.sampling;

import static dev.tlora.diffusion.tensor.Scopes.scoped;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.random.CounterNoise;
import dev.tlora.diffusion.random.Purpose;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.schedule.Scheduler;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;

/**
 * Denoises latents under prompts, as diffusers' {@code StableDiffusionXLPipeline} does without a
 * negative prompt: the unconditional half of the batch sees zeros ({@code
 * force_zeros_for_empty_prompt}), and an attached adapter acts on both halves.
 *
 * <p>Dimensions: B prompts, h and w height and width of the latents.
 *
 * <p>The network is borrowed. Used by one thread at a time.
 */
public final class TextToImage {

    private final UNet unet;
    private final NoiseSchedule schedule;

    public TextToImage(UNet unet, NoiseSchedule schedule) {
        this.unet = unet;
        this.schedule = schedule;
    }

    /**
     * Samples one image's latents for each prompt. The same seed gives the same image whatever the
     * rest of the batch. Nothing is kept for gradients, even where the adapter is in training.
     *
     * @param prompts B prompts
     * @param seeds one for each prompt
     * @param adapter told of each timestep before the network runs
     * @return (B, 4, h, w), scaled as the network knows them, in the manager of the prompts
     */
    public NDArray sample(
            Conditioning prompts,
            long[] seeds,
            SamplingSettings settings,
            TimestepAware adapter,
            StepListener listener) {
        long batch = prompts.hidden().getShape().get(0);
        if (batch != seeds.length) {
            throw new IllegalArgumentException(
                    batch + " prompts need as many seeds, got " + seeds.length);
        }
        return scoped(
                () -> {
                    NDManager scope = prompts.hidden().getManager();
                    NDArray noise = initialNoise(seeds, settings.size(), scope);
                    return Gradients.without(
                            () -> denoise(noise, prompts, settings, adapter, listener));
                },
                prompts.hidden(),
                prompts.pooled(),
                prompts.timeIds());
    }

    /** Denoises given standard normal noise, (B, 4, h, w). */
    NDArray denoise(
            NDArray noise,
            Conditioning prompts,
            SamplingSettings settings,
            TimestepAware adapter,
            StepListener listener) {
        try (Scheduler scheduler = settings.scheduler().create(schedule, settings.steps())) {
            int[] timesteps = scheduler.timesteps();
            Denoiser denoiser = new Denoiser(unet, scheduler, prompts, settings);
            NDArray latents = noise.mul(scheduler.initNoiseSigma());
            for (int step = 0; step < timesteps.length; step++) {
                listener.beforeStep(step, timesteps.length, timesteps[step]);
                adapter.atTimestep(timesteps[step]);
                NDArray next = denoiser.step(latents, step);
                latents.close();
                latents = next;
            }
            return latents;
        }
    }

    private NDArray initialNoise(long[] seeds, ImageSize size, NDManager manager) {
        int channels = unet.config().inChannels();
        int height = size.height() / SamplingSettings.LATENT_PIXELS;
        int width = size.width() / SamplingSettings.LATENT_PIXELS;
        int perImage = channels * height * width;
        float[] all = new float[Math.multiplyExact(seeds.length, perImage)];
        for (int i = 0; i < seeds.length; i++) {
            float[] noise = CounterNoise.gaussian(seeds[i], 0, Purpose.INITIAL_LATENTS, perImage);
            System.arraycopy(noise, 0, all, i * perImage, perImage);
        }
        return HostArrays.create(manager, all, new Shape(seeds.length, channels, height, width));
    }
}
