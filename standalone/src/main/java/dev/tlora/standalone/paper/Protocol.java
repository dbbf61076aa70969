package dev.tlora.standalone.paper;

/**
 * How every cell is trained and judged.
 *
 * @param plainPictures drawn with the training prompt, for image similarity
 * @param samplingSteps of every picture
 */
record Protocol(
        int trainingSteps,
        double learningRate,
        double weightDecay,
        int plainPictures,
        int samplingSteps,
        double guidance,
        String token) {

    /** What the reference trains on: token and class noun without an article. */
    private static final String TRAINING_PROMPT = "a photo of {}";

    String trainingPrompt(Concept concept) {
        return TRAINING_PROMPT.replace("{}", named(concept));
    }

    /** A prompt for the network: token and class noun in place of the braces. */
    String drawn(String prompt, Concept concept) {
        return prompt.replace("{}", named(concept));
    }

    /** The same prompt for CLIP, which does not know the token. */
    static String judged(String prompt, Concept concept) {
        return prompt.replace("{}", concept.className());
    }

    private String named(Concept concept) {
        return token + " " + concept.className();
    }
}
