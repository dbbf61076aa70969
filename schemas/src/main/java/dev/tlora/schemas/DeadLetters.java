package dev.tlora.schemas;

/** Where records go that could not be processed. */
public final class DeadLetters {

    private static final String SUFFIX = ".dlq";

    private DeadLetters() {}

    /** The topic for dead letters of a topic. */
    public static String topicOf(String topic) {
        return topic + SUFFIX;
    }
}
