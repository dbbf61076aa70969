package dev.tlora.evaluator.scoring;

import dev.tlora.diffusion.vision.UnitVector;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import dev.tlora.schemas.Scores;
import java.util.List;

/** What came of looking at an image. */
sealed interface Judgement {

    ImageRendered image();

    /**
     * It can be judged.
     *
     * @param foreground share of the image that the thing takes
     * @param warnings what to bear in mind, one sentence each
     * @param embedding CLIP's of the whole image
     */
    record Seen(
            ImageRendered image,
            Scores scores,
            double foreground,
            List<String> warnings,
            UnitVector embedding)
            implements Judgement {}

    /**
     * It can never be judged.
     *
     * @param cause one sentence
     */
    record Unscorable(ImageRendered image, String cause) implements Judgement {}
}
