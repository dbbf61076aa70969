package dev.tlora.evaluator;

import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.Concept;
import dev.tlora.schemas.Defaults;
import dev.tlora.schemas.EmbeddingText;
import dev.tlora.schemas.ImageEvent.ImageFailed;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.ScoreEvent.ImageScored;
import dev.tlora.schemas.Scores;
import dev.tlora.schemas.Stage;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * Events and images of a made-up run.
 *
 * @param planned images in its plan
 */
public record SampleRun(String runId, int planned, Concept concept, BaseModel model) {

    public static final Instant BEGIN = Instant.parse("2026-11-01T10:00:00Z");
    public static final Scores SCORES = new Scores(0.9, 0.8, 0.26, 0.2, 0.5);

    private static final String EMBEDDING = EmbeddingText.write(new float[] {0.6f, 0.8f});
    private static final String SHA_256 = "ab".repeat(32);
    private static final String TEMPLATE = "a {} on the beach";

    /** A run of a trained model with one photo of a cat. */
    public static SampleRun of(String runId, int planned) {
        ArtifactRef photo = new ArtifactRef(URI.create("file:///photos/cat.png"), SHA_256);
        return new SampleRun(
                runId,
                planned,
                new Concept("my-cat", "cat", "sks", List.of(photo)),
                new BaseModel("sdxl", "hash", false));
    }

    public SampleRun withModel(BaseModel other) {
        return new SampleRun(runId, planned, concept, other);
    }

    public SampleRun withConcept(Concept other) {
        return new SampleRun(runId, planned, other, model);
    }

    public PlannedImage plan(int number, RenderPurpose purpose) {
        return new PlannedImage(
                "render-1",
                number,
                planned,
                purpose,
                concept.prompt(TEMPLATE),
                TEMPLATE,
                40 + number,
                purpose == RenderPurpose.BASE ? null : SHA_256,
                concept,
                model);
    }

    public ImageRendered rendered(int number, RenderPurpose purpose) {
        ArtifactRef image =
                new ArtifactRef(URI.create("file:///images/" + number + ".png"), SHA_256);
        return rendered(number, purpose, image);
    }

    public ImageRendered rendered(int number, RenderPurpose purpose, ArtifactRef image) {
        return new ImageRendered(runId, at(number), 1, plan(number, purpose), image);
    }

    public ImageFailed failed(int number) {
        return new ImageFailed(
                runId, at(number), 1, plan(number, RenderPurpose.PROMPT), "the GPU is on fire");
    }

    public ImageScored scored(int number, RenderPurpose purpose) {
        PlannedImage plan = plan(number, purpose);
        return new ImageScored(
                runId,
                at(100 + number),
                plan.renderId(),
                number,
                purpose,
                plan.prompt(),
                SCORES,
                0.4,
                List.of(),
                EMBEDDING);
    }

    /** The evaluator could not judge it. */
    public ImageFailed unscorable(int number, RenderPurpose purpose) {
        return new ImageFailed(
                runId, at(number), 1, plan(number, purpose), "it is no image", Stage.EVALUATION);
    }

    public AdapterPublished adapter() {
        return new AdapterPublished(
                runId,
                BEGIN,
                1,
                concept,
                model,
                "acme",
                5,
                concept.images().get(0),
                concept.images().get(0),
                0.1,
                10,
                Defaults.starter().training(),
                Defaults.starter().evaluation());
    }

    public JudgedImage judged(int number, RenderPurpose purpose, Scores scores) {
        return new JudgedImage(
                plan(number, purpose),
                rendered(number, purpose).image(),
                scores,
                null,
                at(100 + number),
                List.of(),
                EMBEDDING);
    }

    public JudgedImage lost(int number, String cause) {
        return new JudgedImage(
                plan(number, RenderPurpose.PROMPT),
                null,
                null,
                cause,
                at(100 + number),
                List.of(),
                null);
    }

    public FinishedRun finished(JudgedImage... images) {
        return new FinishedRun(runId, List.of(images), null);
    }

    private static Instant at(int second) {
        return BEGIN.plusSeconds(second);
    }
}
