package dev.tlora.diffusion.vision;

import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How good generated pictures are; cosines, −1 to 1.
 *
 * @param clipI similarity to the concept's pictures in CLIP's eyes
 * @param dino similarity to the concept's pictures in DINO's eyes
 * @param clipT similarity to the prompt in CLIP's eyes
 */
public record Scores(double clipI, double dino, double clipT) {

    /**
     * The scores of one picture: means over the concept's pictures.
     *
     * @param text embedding of the prompt, with the class noun in place of the concept's token
     */
    static Scores of(Features picture, List<Features> concept, UnitVector text) {
        return new Scores(
                mean(concept, picture::clipI), mean(concept, picture::dino), picture.clipT(text));
    }

    /**
     * Means over pictures. Over pictures scored against the same concept this is the mean of all
     * pairs, which the T-LoRA paper calls image similarity.
     */
    public static Scores mean(Collection<Scores> scores) {
        return new Scores(
                mean(scores, Scores::clipI),
                mean(scores, Scores::dino),
                mean(scores, Scores::clipT));
    }

    private static <T> double mean(Collection<T> of, ToDoubleFunction<T> value) {
        return of.stream()
                .mapToDouble(value)
                .average()
                .orElseThrow(() -> new IllegalArgumentException("nothing to take a mean of"));
    }
}
