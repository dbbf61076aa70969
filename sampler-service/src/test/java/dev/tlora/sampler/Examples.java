package dev.tlora.sampler;

import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.Concept;
import dev.tlora.schemas.EvaluationSettings;
import dev.tlora.schemas.Prompts;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RenderRequested;
import dev.tlora.schemas.SamplingSettings;
import dev.tlora.schemas.TimestepRange;
import dev.tlora.schemas.TrainingSettings;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** Events to begin a test with. */
final class Examples {

    static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
    static final ArtifactRef FILE =
            new ArtifactRef(URI.create("file:///store/file"), "0".repeat(64));
    static final BaseModel MODEL = new BaseModel("random", "a".repeat(64), true);
    static final Concept CONCEPT = new Concept("my-cat", "cat", "sks", List.of(FILE));

    private Examples() {}

    static AdapterPublished published(
            String runId,
            ArtifactRef adapter,
            BaseModel model,
            Prompts prompts,
            int imagesPerPrompt,
            int baseImages) {
        return new AdapterPublished(
                runId,
                TIME,
                1,
                CONCEPT,
                model,
                "acme",
                5,
                adapter,
                FILE,
                0.5,
                4,
                new TrainingSettings(
                        "tlora",
                        4,
                        1,
                        1,
                        "random-last",
                        4,
                        1e-4,
                        1e-4,
                        0,
                        128,
                        TimestepRange.ALL,
                        2),
                new EvaluationSettings(prompts, imagesPerPrompt, baseImages, "euler", 2, 5.0));
    }

    static RenderRequested request(
            String runId, String renderId, ArtifactRef adapter, BaseModel model, Integer minRank) {
        return new RenderRequested(
                runId,
                TIME,
                renderId,
                RenderPurpose.USER,
                "a sks cat on the beach",
                "a {} on the beach",
                42,
                1,
                1,
                1,
                new SamplingSettings("euler", 2, 5.0, 128, minRank),
                adapter,
                CONCEPT,
                model);
    }
}
