package dev.tlora.diffusion.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.tensor.Weight;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ImageScorerTest {

    private final NDManager weights = NDManager.newBaseManager();
    private final NDManager scratch = weights.newSubManager();
    private final ImageScorer scorer =
            new ImageScorer(
                    RandomTowers.clip(weights),
                    RandomTowers.dino(weights),
                    (texts, manager) -> manager.ones(new Shape(texts.size(), 6)),
                    scratch);

    @AfterEach
    void freeWeights() {
        weights.close();
    }

    @Test
    void aPictureIsFullyAlikeToItself() {
        // Given
        Sight seen = see(noise(1));

        // When / Then
        assertThat(seen.clipI(List.of(seen))).isCloseTo(1, within(1e-6));
        assertThat(seen.dino(List.of(seen))).isCloseTo(1, within(1e-6));
        assertThat(seen.leak(List.of(seen)).orElseThrow()).isCloseTo(1, within(1e-6));
    }

    @Test
    void likenessIsAMeanOverTheConceptsPictures() {
        // Given
        Sight picture = see(noise(1));
        Sight one = see(noise(2));
        Sight other = see(noise(3));

        // When
        double both = picture.clipI(List.of(one, other));

        // Then
        double toOne = picture.clipI(List.of(one));
        double toOther = picture.clipI(List.of(other));
        assertThat(toOne).isNotEqualTo(toOther);
        assertThat(both).isCloseTo((toOne + toOther) / 2, within(1e-9));
        assertThat(picture.dino(List.of(one, other)))
                .isCloseTo(
                        (picture.dino(List.of(one)) + picture.dino(List.of(other))) / 2,
                        within(1e-9));
    }

    @Test
    void whatSurroundsTheThingChangesNoLikeness() {
        // Given
        BufferedImage picture = noise(1);
        BufferedImage elsewhere = noise(2);
        Foreground thing = Foreground.drawn(whiteBox());
        elsewhere.setRGB(5, 5, 10, 10, picture.getRGB(5, 5, 10, 10, null, 0, 10), 0, 10);

        // When
        List<Sight> seen = scorer.see(List.of(picture, elsewhere), List.of(thing, thing));

        // Then
        Sight there = seen.get(1);
        assertThat(there.clipI(List.of(seen.get(0)))).isCloseTo(1, within(1e-6));
        assertThat(there.dino(List.of(seen.get(0)))).isCloseTo(1, within(1e-6));
        assertThat(there.leak(List.of(seen.get(0))).orElseThrow()).isLessThan(0.9999);
    }

    @Test
    void aThingThatFillsThePictureHasNoSurroundings() {
        // Given
        BufferedImage white = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        white.createGraphics().fillRect(0, 0, 40, 30);

        // When
        Sight seen = scorer.see(List.of(noise(1)), List.of(Foreground.drawn(white))).get(0);

        // Then
        assertThat(seen.surroundingsIfAny()).isEmpty();
        assertThat(seen.leak(List.of(see(noise(2))))).isEmpty();
    }

    @Test
    void aBatchIsSeenAsItsPicturesOneByOne() {
        // Given
        BufferedImage one = noise(1);
        BufferedImage other = noise(2, 90, 44);

        // When
        List<Sight> seen = scorer.see(List.of(one, other));

        // Then
        assertThat(seen.get(0).whole().cosine(see(one).whole())).isCloseTo(1, within(1e-6));
        assertThat(seen.get(1).whole().cosine(see(other).whole())).isCloseTo(1, within(1e-6));
        assertThat(seen.get(1).share()).isEqualTo(see(other).share());
    }

    @Test
    void lookingLeavesNoArrayBehind() {
        // Given
        int loaded = weights.getManagedArrays().size();
        scorer.text("a photo of a cat");
        see(noise(1));

        // When
        scorer.see(List.of(noise(2), noise(3)));

        // Then
        assertThat(weights.getManagedArrays()).hasSize(loaded);
        assertThat(scratch.getManagedArrays()).isEmpty();
    }

    @Test
    void cappedWeightsCanBeUsed() {
        // Given
        weights.cap();

        // When / Then
        assertThat(see(noise(1)).thingInDetail().values()).hasSize(8);
    }

    @Test
    void picturesOfAllSizesAndShapesAreSeen() {
        assertThat(see(noise(1, 64, 301)).whole().values()).hasSize(6);
        assertThat(see(noise(1, 301, 64)).whole().values()).hasSize(6);
        assertThat(see(noise(1, 5, 3)).whole().values()).hasSize(6);
    }

    @Test
    void weightsThatGiveNoNumbersAreReported() {
        // Given
        DinoModel broken = RandomTowers.dino(weights);
        Weight first = broken.namedWeights().values().iterator().next();
        first.array().muli(Float.NaN);
        ImageScorer blind =
                new ImageScorer(
                        RandomTowers.clip(weights), broken, (texts, manager) -> null, scratch);

        // When / Then
        assertThatThrownBy(() -> blind.see(List.of(noise(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("check the weights");
    }

    private Sight see(BufferedImage picture) {
        return scorer.see(List.of(picture)).get(0);
    }

    private static BufferedImage whiteBox() {
        BufferedImage mask = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        mask.createGraphics().fillRect(5, 5, 10, 10);
        return mask;
    }

    private static BufferedImage noise(long seed) {
        return noise(seed, 40, 30);
    }

    private static BufferedImage noise(long seed, int width, int height) {
        Random random = new Random(seed);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, random.ints((long) width * height).toArray(), 0, width);
        return image;
    }
}
