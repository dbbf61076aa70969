package dev.tlora.diffusion.vision;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What the two image towers see in one picture; all likenesses are cosines, −1 to 1.
 *
 * @param whole CLIP's embedding of the picture as it is
 * @param thing CLIP's embedding of the thing alone
 * @param thingInDetail DINO's embedding of the thing alone
 * @param surroundings CLIP's embedding of the rest; {@code null} where the thing fills the picture
 * @param share of the picture that the thing takes, 0 to 1
 */
public record Sight(
        UnitVector whole,
        UnitVector thing,
        UnitVector thingInDetail,
        UnitVector surroundings,
        double share) {

    public Sight {
        Objects.requireNonNull(whole, "whole");
        Objects.requireNonNull(thing, "thing");
        Objects.requireNonNull(thingInDetail, "thingInDetail");
    }

    public Optional<UnitVector> surroundingsIfAny() {
        return Optional.ofNullable(surroundings);
    }

    /** Likeness of the thing to that of the concept's pictures in CLIP's eyes, their mean. */
    public double clipI(List<Sight> concept) {
        return mean(concept, one -> thing.cosine(one.thing));
    }

    /** Likeness of the thing to that of the concept's pictures in DINO's eyes, their mean. */
    public double dino(List<Sight> concept) {
        return mean(concept, one -> thingInDetail.cosine(one.thingInDetail));
    }

    /** How well the whole picture fits a text: the plain cosine, not scaled by 2.5. */
    public double clipT(UnitVector text) {
        return whole.cosine(text);
    }

    /**
     * Likeness of the surroundings to those of the concept's pictures in CLIP's eyes, their mean;
     * empty where either side has none.
     */
    public OptionalDouble leak(List<Sight> concept) {
        List<UnitVector> theirs =
                concept.stream().flatMap(one -> one.surroundingsIfAny().stream()).toList();
        return surroundings == null || theirs.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(mean(theirs, surroundings::cosine));
    }

    private static <T> double mean(List<T> of, ToDoubleFunction<T> value) {
        return of.stream()
                .mapToDouble(value)
                .average()
                .orElseThrow(() -> new IllegalArgumentException("no picture to compare with"));
    }
}
