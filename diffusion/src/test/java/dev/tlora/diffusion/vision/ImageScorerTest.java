package dev.tlora.diffusion.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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
        BufferedImage picture = noise(1);
        Features concept = scorer.features(picture);

        Scores scores = scorer.score(picture, List.of(concept), scorer.text("a photo of a cat"));

        assertThat(scores.clipI()).isCloseTo(1, within(1e-6));
        assertThat(scores.dino()).isCloseTo(1, within(1e-6));
    }

    @Test
    void scoresAreMeansOverTheConceptsPictures() {
        BufferedImage picture = noise(1);
        Features one = scorer.features(noise(2));
        Features other = scorer.features(noise(3));
        UnitVector prompt = scorer.text("a photo of a cat");
        Scores toOne = scorer.score(picture, List.of(one), prompt);
        Scores toOther = scorer.score(picture, List.of(other), prompt);

        Scores toBoth = scorer.score(picture, List.of(one, other), prompt);

        assertThat(toOne.clipI()).isNotEqualTo(toOther.clipI());
        assertThat(toOne.dino()).isNotEqualTo(toOther.dino());
        assertThat(toBoth.clipI()).isCloseTo((toOne.clipI() + toOther.clipI()) / 2, within(1e-9));
        assertThat(toBoth.dino()).isCloseTo((toOne.dino() + toOther.dino()) / 2, within(1e-9));
        assertThat(toBoth.clipT()).isEqualTo(toOne.clipT());
    }

    @Test
    void scoringLeavesNoArrayBehind() {
        int loaded = weights.getManagedArrays().size();
        UnitVector prompt = scorer.text("a photo of a cat");
        List<Features> concept = List.of(scorer.features(noise(1)));

        scorer.score(noise(2), concept, prompt);
        scorer.score(noise(3), concept, prompt);

        assertThat(weights.getManagedArrays()).hasSize(loaded);
        assertThat(scratch.getManagedArrays()).isEmpty();
    }

    @Test
    void cappedWeightsCanBeUsed() {
        weights.cap();

        assertThat(scorer.features(noise(1)).dino().values()).hasSize(8);
    }

    @Test
    void picturesOfAllSizesAndShapesAreSeen() {
        assertThat(scorer.features(noise(1, 64, 301)).clip().values()).hasSize(6);
        assertThat(scorer.features(noise(1, 301, 64)).clip().values()).hasSize(6);
        assertThat(scorer.features(noise(1, 5, 3)).clip().values()).hasSize(6);
    }

    @Test
    void meanOfScoresIsTakenFieldByField() {
        Scores mean = Scores.mean(List.of(new Scores(0.5, 0.25, 0.125), new Scores(1, 0.5, 0.25)));

        assertThat(mean).isEqualTo(new Scores(0.75, 0.375, 0.1875));
    }

    @Test
    void meanOfNothingIsRefused() {
        assertThatThrownBy(() -> Scores.mean(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nothing to take a mean of");
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
