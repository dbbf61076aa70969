package dev.tlora.schemas;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** One of each event, with every optional field filled. */
public final class Examples {

    private static final Instant TIME = Instant.parse("2026-11-24T10:15:30.250Z");
    private static final Concept CONCEPT =
            new Concept("my-cat", "cat", "sks", List.of(artifact("concept/image-0.png")));
    private static final BaseModel MODEL = new BaseModel("starter", "c".repeat(64), true);
    private static final TrainingSettings TRAINING =
            new TrainingSettings(
                    "tlora",
                    8,
                    4,
                    1.0,
                    "random-last",
                    200,
                    1e-4,
                    1e-4,
                    0,
                    128,
                    TimestepRange.ALL,
                    50,
                    2,
                    20,
                    5.0,
                    0.5,
                    12);
    private static final EvaluationSettings EVALUATION =
            new EvaluationSettings(
                    new Prompts.Templates(List.of("a {} on the beach")), 2, 3, "euler", 20, 4.5);

    private Examples() {}

    public static Stream<FleetEvent> all() {
        return Stream.concat(
                Stream.of(
                        conceptSubmitted(),
                        latentsPrepared(),
                        adapterPublished(),
                        renderRequested(),
                        imageRendered(),
                        new ImageEvent.ImageFailed(
                                "run-1",
                                TIME,
                                5,
                                renderRequested().image(0),
                                "out of memory",
                                Stage.EVALUATION),
                        new ScoreEvent.ImageScored(
                                "run-1",
                                TIME,
                                "render-1",
                                4,
                                RenderPurpose.PROMPT,
                                "a sks cat on the beach",
                                scores(),
                                0.375,
                                List.of("CLIP read the first 77 tokens."),
                                EmbeddingText.write(new float[] {0.5f, -0.25f})),
                        runScored(),
                        new CancelRequested("run-1", TIME, true)),
                runEvents());
    }

    private static Stream<FleetEvent> runEvents() {
        return Stream.of(
                new RunEvent.Accepted("run-1", TIME, "my-cat", "cat", "starter", "acme", 7),
                new RunEvent.Rejected(
                        "run-1",
                        TIME,
                        "my-cat",
                        List.of(new Problem("$.training.rank", "must be at least 1, is 0"))),
                new RunEvent.Prepared("run-1", TIME, artifact("prepared.safetensors")),
                new TrainingEvent.ClassPictureDrawn("run-1", TIME, 1, 3, 16),
                new TrainingEvent.Started("run-1", TIME, 1, 200),
                new TrainingEvent.Progressed("run-1", TIME, 1, 50, 200, 0.125, 0.25, 6, 1.5, 225.0),
                new TrainingEvent.CheckpointSaved(
                        "run-1",
                        TIME,
                        1,
                        50,
                        URI.create("s3://tlora/runs/run-1/checkpoints/step-000050/")),
                new TrainingEvent.Resumed("run-1", TIME, 2, 50, 200),
                new RunEvent.Published(
                        "run-1", TIME, 2, artifact("adapter/tlora.safetensors"), 0.0625),
                new RunEvent.Rendered("run-1", TIME, 1, 4, 5),
                new RunEvent.Failed("run-1", TIME, 3, Stage.TRAINING, "the loss is NaN", 51),
                new RunEvent.Cancelled("run-1", TIME, Stage.SAMPLING, true));
    }

    public static ConceptSubmitted conceptSubmitted() {
        return new ConceptSubmitted(
                URI.create("s3://photos/cat.png"),
                null,
                "cat",
                URI.create("s3://photos/cat-mask.png"),
                "my-cat",
                "run-1",
                "sks",
                "starter",
                "acme",
                7,
                new TrainingOptions(
                        "tlora",
                        16,
                        8,
                        1.5,
                        "random-last",
                        300,
                        2e-4,
                        1e-3,
                        3L,
                        256,
                        new TimestepRange(10, 990),
                        25,
                        2,
                        20,
                        5.0,
                        0.5,
                        12),
                new EvaluationOptions(Prompts.LIVE, 2, 3, "ddim", 20, 4.5));
    }

    static LatentsPrepared latentsPrepared() {
        return new LatentsPrepared(
                "run-1",
                TIME,
                CONCEPT,
                MODEL,
                "acme",
                7,
                artifact("prepared.safetensors"),
                TRAINING,
                EVALUATION);
    }

    static AdapterPublished adapterPublished() {
        return new AdapterPublished(
                "run-1",
                TIME,
                2,
                CONCEPT,
                MODEL,
                "acme",
                7,
                artifact("adapter/tlora.safetensors"),
                artifact("manifest.json"),
                0.0625,
                200,
                TRAINING,
                EVALUATION,
                List.of("CLIP-T 0.250 is below 0.260."));
    }

    static RenderRequested renderRequested() {
        return new RenderRequested(
                "run-1",
                TIME,
                "render-1",
                RenderPurpose.PROMPT,
                "a sks cat on the beach",
                "a {} on the beach",
                17,
                4,
                2,
                5,
                new SamplingSettings("euler", 20, 4.5, 128, 4, 0.5),
                artifact("adapter/tlora.safetensors"),
                CONCEPT,
                MODEL);
    }

    static ImageEvent imageRendered() {
        return new ImageEvent.ImageRendered(
                "run-1", TIME, 1, renderRequested().image(0), artifact("images/render-1-4.png"));
    }

    public static RunScored runScored() {
        return new RunScored(
                "run-1",
                TIME,
                scores(),
                4,
                1,
                "The adapter knows the cat and follows prompts.",
                artifact("scores.json"),
                artifact("report.html"),
                true,
                new RunMetrics(
                        new Measured(0.75, 0.0625, 3),
                        new Measured(0.5, 0.125, 3),
                        new Measured(0.25, null, 1),
                        new Measured(0.125, null, 1),
                        new Measured(0.375, null, 1),
                        new Measured(0.5, 0.25, 4)),
                List.of(
                        new PromptScores(
                                "a sks cat on the beach",
                                RenderPurpose.PROMPT,
                                4,
                                1,
                                scores(),
                                0.5)),
                new GateResult(
                        GateResult.Decision.QUARANTINED, List.of("CLIP-T 0.250 is below 0.260.")),
                List.of("1 of 5 images could not be judged."));
    }

    private static Scores scores() {
        return new Scores(0.75, 0.5, 0.25, 0.1875, 0.125);
    }

    private static ArtifactRef artifact(String path) {
        return new ArtifactRef(URI.create("s3://tlora/runs/run-1/" + path), "a".repeat(64));
    }
}
