package dev.tlora.runtime;

import dev.tlora.schemas.Topics;

/** The stages whose work is a queue of long jobs. */
public enum WorkStage {
    TRAINING("training", Topics.LATENTS, "tlora-trainers"),
    SAMPLING("sampling", Topics.RENDERS, "tlora-samplers");

    private final String label;
    private final String topic;
    private final String group;

    WorkStage(String label, String topic, String group) {
        this.label = label;
        this.topic = topic;
        this.group = group;
    }

    /** Value of the metrics' label {@code stage}. */
    public String label() {
        return label;
    }

    public String topic() {
        return topic;
    }

    /** The share group of all its workers. */
    public String group() {
        return group;
    }
}
