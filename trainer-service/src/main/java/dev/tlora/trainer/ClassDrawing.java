package dev.tlora.trainer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.concept.ConceptImage;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.sampling.ImageSize;
import dev.tlora.diffusion.sampling.SamplingSettings;
import dev.tlora.diffusion.sampling.TextToImage;
import dev.tlora.diffusion.sampling.TimestepAware;
import dev.tlora.diffusion.schedule.SchedulerKind;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.text.PromptEmbeddings;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.schemas.EvaluationSettings;
import dev.tlora.schemas.LatentsPrepared;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws pictures of an order's class with the bare model, as samplers draw. They stay latents: the
 * VAE is not needed.
 *
 * <p>Used by one thread.
 *
 * @param network with the order's model loaded and no adapter attached
 * @param watch ends the drawing early; whatever it throws is thrown
 */
record ClassDrawing(
        LatentsPrepared order, BaseNetwork network, AttemptWatch watch, AttemptNews news) {

    private static final String PROMPT = "a photo of {}";

    /** The posterior of latents that nobody has to guess, as the VAE bounds it. */
    private static final float NO_VARIANCE = -30;

    static String prompt(LatentsPrepared order) {
        return order.concept().promptWithoutToken(PROMPT);
    }

    /** So many pictures, which {@code scope} owns; their seeds are their numbers, from 0. */
    PreparedConcept draw(int count, NDManager scope) {
        PromptEmbeddings prompt = network.encode(prompt(order), scope);
        List<ConceptImage> pictures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pictures.add(draw(prompt, i, scope));
            news.classPictureDrawn(i + 1, count);
        }
        return new PreparedConcept(pictures, prompt.hidden(), prompt.pooled(), 1);
    }

    private ConceptImage draw(PromptEmbeddings prompt, int number, NDManager scope) {
        NDArray timeIds = settings().size().timeIds(1, scope);
        Conditioning conditioning = new Conditioning(prompt.hidden(), prompt.pooled(), timeIds);
        NDArray latents =
                Gradients.without(
                        () ->
                                new TextToImage(network.unet(), network.schedule())
                                        .sample(
                                                conditioning,
                                                new long[] {number},
                                                settings(),
                                                TimestepAware.none(),
                                                (step, steps, timestep) -> checkAfter(number)));
        Shape shape = latents.getShape();
        return new ConceptImage(
                latents,
                scope.zeros(shape).add(NO_VARIANCE),
                scope.ones(new Shape(1, 1, shape.get(2), shape.get(3))),
                timeIds);
    }

    private void checkAfter(int pictures) {
        watch.check(() -> {}, pictures + " class pictures");
    }

    private SamplingSettings settings() {
        EvaluationSettings drawing = order.evaluation();
        return new SamplingSettings(
                SchedulerKind.of(drawing.scheduler()),
                drawing.steps(),
                drawing.guidance(),
                ImageSize.square(order.training().resolution()));
    }
}
