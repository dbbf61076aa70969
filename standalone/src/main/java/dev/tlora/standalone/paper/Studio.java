package dev.tlora.standalone.paper;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.concept.ConceptImage;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.image.Pixels;
import dev.tlora.diffusion.sampling.ImageSize;
import dev.tlora.diffusion.sampling.SamplingSettings;
import dev.tlora.diffusion.sampling.StepListener;
import dev.tlora.diffusion.sampling.TextToImage;
import dev.tlora.diffusion.sampling.TimestepAware;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.text.PromptEmbeddings;
import dev.tlora.diffusion.text.PromptEncoder;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.vae.Posterior;
import dev.tlora.diffusion.vae.Vae;
import dev.tlora.diffusion.vision.ImageScorer;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A base model with all its networks in memory.
 *
 * <p>Used by one thread. Closing it frees everything.
 */
final class Studio implements AutoCloseable {

    private final NDManager manager = NDManager.newBaseManager();
    private final ModelFolder folder;
    private final UNet unet;
    private final Vae vae;
    private final PromptEncoder prompts;
    private final ImageScorer scorer;

    Studio(ModelFolder folder) {
        this.folder = folder;
        try {
            unet = folder.unet(manager);
            vae = folder.vae(manager);
            prompts = folder.promptEncoder(manager);
            scorer = folder.imageScorer(manager);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    NDManager manager() {
        return manager;
    }

    UNet unet() {
        return unet;
    }

    NoiseSchedule schedule() {
        return folder.noiseSchedule();
    }

    ImageScorer scorer() {
        return scorer;
    }

    ImageSize size() {
        return ImageSize.square(folder.resolution());
    }

    /** What a trainer needs of the first {@code photos} photos; arrays belong to {@code scope}. */
    PreparedConcept prepare(Concept concept, int photos, String prompt, NDManager scope) {
        return Gradients.without(
                () -> {
                    PromptEmbeddings embeddings = prompts.encode(List.of(prompt), scope);
                    List<ConceptImage> images =
                            concept.photos().stream()
                                    .limit(photos)
                                    .map(photo -> encode(photo, scope))
                                    .toList();
                    return new PreparedConcept(
                            images, embeddings.hidden(), embeddings.pooled(), vae.scalingFactor());
                });
    }

    private ConceptImage encode(BufferedImage photo, NDManager scope) {
        Posterior posterior = vae.encode(Pixels.toTensor(photo, scope));
        Shape latents = posterior.mean().getShape();
        NDArray everywhere = scope.ones(new Shape(1, 1, latents.get(2), latents.get(3)));
        return new ConceptImage(
                posterior.mean(), posterior.logVariance(), everywhere, size().timeIds(1, scope));
    }

    /** One picture for each prompt, as one batch. */
    List<BufferedImage> draw(
            List<String> wanted, long[] seeds, SamplingSettings settings, TimestepAware adapter) {
        return Gradients.without(
                () -> {
                    try (NDManager scope = manager.newSubManager()) {
                        PromptEmbeddings embeddings = prompts.encode(wanted, scope);
                        Conditioning conditioning =
                                new Conditioning(
                                        embeddings.hidden(),
                                        embeddings.pooled(),
                                        settings.size().timeIds(wanted.size(), scope));
                        NDArray latents =
                                new TextToImage(unet, folder.noiseSchedule())
                                        .sample(
                                                conditioning,
                                                seeds,
                                                settings,
                                                adapter,
                                                StepListener.none());
                        return decode(latents.div(vae.scalingFactor()));
                    }
                });
    }

    private List<BufferedImage> decode(NDArray latents) {
        List<BufferedImage> pictures = new ArrayList<>();
        for (long i = 0; i < latents.getShape().get(0); i++) {
            try (NDArray pixels = vae.decode(latents.get("{}:{}", i, i + 1))) {
                pictures.add(Pixels.toImage(pixels));
            }
        }
        return pictures;
    }

    @Override
    public void close() {
        manager.close();
    }
}
