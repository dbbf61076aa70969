package dev.tlora.ingest.prepare;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.concept.ConceptImage;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.image.Pixels;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.text.PromptEmbeddings;
import dev.tlora.diffusion.vae.Posterior;
import dev.tlora.ingest.order.Mask;
import dev.tlora.ingest.order.Photo;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Encodes photos and prompts with a base model. Keeps the networks of the last model loaded.
 *
 * <p>Safe for use by several threads, which take turns.
 */
@Singleton
class ConceptEncoder {

    private static final Logger LOGGER = Logger.getLogger(ConceptEncoder.class);

    private Optional<LoadedModel> loaded = Optional.empty();

    /**
     * The content of {@code prepared.safetensors}.
     *
     * @param mask of the only photo; without one, all of every photo is the concept
     */
    synchronized byte[] encode(
            ModelFolder folder, List<Photo> photos, Optional<Mask> mask, String prompt) {
        return Gradients.without(
                () -> {
                    LoadedModel model = model(folder);
                    try (NDManager job = model.manager().newSubManager()) {
                        return bytes(concept(model, photos, mask, prompt, job));
                    }
                });
    }

    private LoadedModel model(ModelFolder folder) {
        if (loaded.filter(model -> model.folder().equals(folder.path())).isEmpty()) {
            close();
            LOGGER.infof("loading encoders: model=%s", folder.path().getFileName());
            loaded = Optional.of(LoadedModel.load(folder));
        }
        return loaded.orElseThrow();
    }

    private static PreparedConcept concept(
            LoadedModel model,
            List<Photo> photos,
            Optional<Mask> mask,
            String prompt,
            NDManager job) {
        PromptEmbeddings embeddings = model.prompts().encode(List.of(prompt), job);
        List<ConceptImage> images =
                photos.stream().map(photo -> image(model, photo, mask, job)).toList();
        return new PreparedConcept(
                images, embeddings.hidden(), embeddings.pooled(), model.vae().scalingFactor());
    }

    private static ConceptImage image(
            LoadedModel model, Photo photo, Optional<Mask> mask, NDManager job) {
        try (NDArray pixels = Pixels.toTensor(photo.square(), job)) {
            Posterior posterior = model.vae().encode(pixels);
            return new ConceptImage(
                    posterior.mean(),
                    posterior.logVariance(),
                    mask(mask, photo, model.vae().downscale(), job),
                    timeIds(photo, job));
        }
    }

    private static NDArray mask(Optional<Mask> mask, Photo photo, int downscale, NDManager job) {
        int side = photo.square().getWidth() / downscale;
        float[] values = mask.map(one -> one.latents(downscale)).orElseGet(() -> ones(side * side));
        return HostArrays.create(job, values, new Shape(1, 1, side, side));
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** As the reference trains: the square's size in the file, no offset, the training size. */
    private static NDArray timeIds(Photo photo, NDManager job) {
        float side = photo.side();
        float target = photo.square().getWidth();
        return HostArrays.create(
                job, new float[] {side, side, 0, 0, target, target}, new Shape(1, 6));
    }

    private static byte[] bytes(PreparedConcept concept) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            concept.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory cannot be written", e);
        }
        return bytes.toByteArray();
    }

    @PreDestroy
    synchronized void close() {
        loaded.ifPresent(LoadedModel::close);
        loaded = Optional.empty();
    }
}
