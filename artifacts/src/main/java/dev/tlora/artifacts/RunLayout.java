package dev.tlora.artifacts;

import java.util.Locale;

/**
 * The keys of one run's artefacts, the same for every service.
 *
 * @param runId names the folder {@code runs/<runId>}; one name of a key, without slashes
 */
public record RunLayout(String runId) {

    public RunLayout {
        ArtifactKey.requireName(runId);
    }

    public static RunLayout of(String runId) {
        return new RunLayout(runId);
    }

    /** Everything of the run lies below. */
    public String folder() {
        return "runs/" + runId;
    }

    /** The checked reference image, counted from 0. */
    public String conceptImage(int index) {
        return below("concept/image-" + notNegative("image index", index) + ".png");
    }

    /** White where the concept is, in the image of the same index. */
    public String mask(int index) {
        return below("concept/mask-" + notNegative("mask index", index) + ".png");
    }

    /** Posterior, prompt embeddings and masks: all that a trainer needs beside the U-Net. */
    public String prepared() {
        return below("prepared.safetensors");
    }

    /** What trainers are told of it, kept before they are. */
    public String handover() {
        return below("prepared.json");
    }

    /** Folder of all checkpoints. */
    public String checkpoints() {
        return below("checkpoints");
    }

    /** Folder of the checkpoint taken after this many steps. */
    public String checkpoint(int step) {
        return checkpoints()
                + String.format(Locale.ROOT, "/step-%06d", notNegative("checkpoint step", step));
    }

    public String checkpointAdapter(int step) {
        return checkpoint(step) + "/adapter.safetensors";
    }

    public String checkpointOptimizer(int step) {
        return checkpoint(step) + "/optimizer.safetensors";
    }

    public String checkpointState(int step) {
        return checkpoint(step) + "/state.json";
    }

    /** Names the newest checkpoint and the attempt that owns the run; compare-and-set only. */
    public String latest() {
        return below("latest.json");
    }

    /**
     * The finished adapter in one file format.
     *
     * @param format such as {@code tlora}, {@code diffusers} or {@code kohya}
     */
    public String adapter(String format) {
        return below("adapter/" + ArtifactKey.requireName(format) + ".safetensors");
    }

    /** Everything needed to run it again. */
    public String manifest() {
        return below("manifest.json");
    }

    /** The n-th image of a render request, counted from 0. */
    public String image(String renderId, int number) {
        return below(
                "images/"
                        + ArtifactKey.requireName(renderId)
                        + "-"
                        + notNegative("image number", number)
                        + ".png");
    }

    public String scores() {
        return below("scores.json");
    }

    public String report() {
        return below("report.html");
    }

    /** Why the adapter must not be served; only where it must not. */
    public String quarantine() {
        return below("quarantine.json");
    }

    /** All images of the run in one picture. */
    public String contactSheet() {
        return below("contact-sheet.png");
    }

    /** Loss by step, as comma-separated values. */
    public String lossCurve() {
        return below("loss.csv");
    }

    private String below(String name) {
        return folder() + "/" + name;
    }

    private static int notNegative(String what, int number) {
        if (number < 0) {
            throw new IllegalArgumentException(what + " must not be negative, was " + number);
        }
        return number;
    }
}
