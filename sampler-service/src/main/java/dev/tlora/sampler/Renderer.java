package dev.tlora.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.MergedAdapter;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.image.Pixels;
import dev.tlora.diffusion.sampling.ImageSize;
import dev.tlora.diffusion.sampling.StepListener;
import dev.tlora.diffusion.sampling.TimestepAware;
import dev.tlora.diffusion.schedule.SchedulerKind;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.text.PromptEmbeddings;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.schemas.RenderRequested;
import dev.tlora.schemas.SamplingSettings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws images of a request: the adapter's ranks masked by timestep, or the base model alone.
 *
 * <p>Used by one thread at a time.
 */
@Dependent
class Renderer {

    private final ModelCache models;

    @Inject
    Renderer(ModelCache models) {
        this.models = models;
    }

    /**
     * Draws one image for each seed; an image depends on its own seed alone.
     *
     * @throws IllegalArgumentException when the request's settings do not fit model or adapter
     */
    List<BufferedImage> draw(RenderRequested request, long[] seeds, StepListener listener) {
        LoadedModel model = models.open(request.model());
        return Gradients.without(
                () -> {
                    try (NDManager scope = model.manager().newSubManager()) {
                        TimestepAware adapter = adapter(request, model);
                        NDArray latents =
                                model.textToImage()
                                        .sample(
                                                conditioning(request, seeds.length, model, scope),
                                                seeds,
                                                settings(request.sampling()),
                                                adapter,
                                                listener);
                        return decode(latents, model);
                    }
                });
    }

    private static TimestepAware adapter(RenderRequested request, LoadedModel model) {
        if (request.adapterIfAny().isEmpty()) {
            model.adapters().useNone();
            return TimestepAware.none();
        }
        Adapter adapter = model.adapters().use(request.adapter());
        RankSchedule trained = adapter.settings().ranks();
        MergedAdapter merged = model.adapters().merged();
        merged.useRanks(
                new RankSchedule(
                        trained.rank(),
                        request.sampling().minRankIfAny().orElse(trained.minRank()),
                        request.sampling().rankExponentIfAny().orElse(trained.exponent())));
        return merged::atTimestep;
    }

    private static Conditioning conditioning(
            RenderRequested request, int count, LoadedModel model, NDManager scope) {
        PromptEmbeddings one = model.promptEncoder().encode(List.of(request.prompt()), scope);
        ImageSize size = ImageSize.square(request.sampling().resolution());
        return new Conditioning(
                one.hidden().repeat(0, count),
                one.pooled().repeat(0, count),
                size.timeIds(count, scope));
    }

    private static dev.tlora.diffusion.sampling.SamplingSettings settings(SamplingSettings wanted) {
        return new dev.tlora.diffusion.sampling.SamplingSettings(
                SchedulerKind.of(wanted.scheduler()),
                wanted.steps(),
                wanted.guidance(),
                ImageSize.square(wanted.resolution()));
    }

    /** One by one: the decoder needs far more memory for an image than the network. */
    private static List<BufferedImage> decode(NDArray latents, LoadedModel model) {
        List<BufferedImage> images = new ArrayList<>();
        NDArray unscaled = latents.div(model.vae().scalingFactor());
        for (long i = 0; i < unscaled.getShape().get(0); i++) {
            try (NDArray pixels = model.vae().decode(unscaled.get("{}:{}", i, i + 1))) {
                images.add(Pixels.toImage(pixels));
            }
        }
        return images;
    }
}
