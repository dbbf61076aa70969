package dev.tlora.evaluator.run;

import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.Concept;
import dev.tlora.schemas.PlannedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A run whose planned images are all judged or lost.
 *
 * @param runId the run
 * @param images every planned image once, by number
 * @param adapter what drew them, as the registry has it; {@code null} where it has none
 */
public record FinishedRun(String runId, List<JudgedImage> images, AdapterPublished adapter) {

    public FinishedRun {
        images =
                images.stream()
                        .sorted(Comparator.comparingInt(image -> image.plan().number()))
                        .toList();
        if (images.isEmpty()) {
            throw new IllegalArgumentException("run " + runId + " has no images");
        }
    }

    public Optional<AdapterPublished> adapterIfAny() {
        return Optional.ofNullable(adapter);
    }

    public Concept concept() {
        return anyPlan().concept();
    }

    public BaseModel model() {
        return anyPlan().model();
    }

    /** Of the adapter that was judged; empty when the base model alone drew. */
    public Optional<String> adapterSha256() {
        return images.stream()
                .flatMap(image -> image.plan().adapterSha256IfAny().stream())
                .findFirst();
    }

    /** When the last score was known; the same whenever the run is told again. */
    public Instant time() {
        return images.stream().map(JudgedImage::time).max(Comparator.naturalOrder()).orElseThrow();
    }

    /** From the first to the last score. */
    public Duration duration() {
        Instant first =
                images.stream().map(JudgedImage::time).min(Comparator.naturalOrder()).orElseThrow();
        return Duration.between(first, time());
    }

    /** Images with scores. */
    public int scored() {
        return (int) images.stream().filter(image -> image.scores() != null).count();
    }

    /** Images without scores. */
    public int failed() {
        return images.size() - scored();
    }

    private PlannedImage anyPlan() {
        return images.get(0).plan();
    }
}
