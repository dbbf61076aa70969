package dev.tlora.standalone.paper;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What one adapter's pictures are like; likenesses are cosines.
 *
 * @param imageSimilarity CLIP's likeness of the thing to the concept's, plain prompt (the paper's
 *     IS)
 * @param dinoSimilarity the same in DINO's eyes
 * @param textSimilarity CLIP's likeness of pictures in new scenes to their prompts (TS)
 * @param leak CLIP's likeness of their surroundings to the photo's
 * @param effectiveRank mean over layers of the entropy rank of what the adapter adds at full rank
 * @param loss on fixed noises after training
 * @param seconds it took
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Measurement(
        double imageSimilarity,
        double dinoSimilarity,
        double textSimilarity,
        double leak,
        double effectiveRank,
        double loss,
        double seconds) {}
