package dev.tlora.sampler;

import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.EvaluationSettings;
import dev.tlora.schemas.PromptSets;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RenderRequested;
import dev.tlora.schemas.SamplingSettings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The images that show how good an adapter is: the concept by itself, then each scene. The same
 * adapter always gives the same requests. Seeds depend on the scene alone, so that runs can be
 * compared picture by picture.
 */
final class EvaluationPlan {

    static final String CONCEPT_TEMPLATE = "a photo of {}";

    private static final long LARGEST_SEED = (1L << 31) - 1;

    private final AdapterPublished published;
    private final List<String> scenes;
    private final int conceptImages;

    private EvaluationPlan(AdapterPublished published) {
        this.published = published;
        EvaluationSettings evaluation = published.evaluation();
        scenes = PromptSets.templates(evaluation.prompts());
        // A run without any image would never be scored, hence never end.
        conceptImages =
                scenes.isEmpty() ? Math.max(1, evaluation.baseImages()) : evaluation.baseImages();
    }

    static List<RenderRequested> of(AdapterPublished published) {
        return new EvaluationPlan(published).requests();
    }

    private List<RenderRequested> requests() {
        List<RenderRequested> requests = new ArrayList<>();
        if (conceptImages > 0) {
            requests.add(request("c", RenderPurpose.CONCEPT, CONCEPT_TEMPLATE, 1, conceptImages));
        }
        int each = published.evaluation().imagesPerPrompt();
        for (int i = 0; i < scenes.size(); i++) {
            int number = conceptImages + i * each + 1;
            requests.add(
                    request(
                            "p%02d".formatted(i),
                            RenderPurpose.PROMPT,
                            scenes.get(i),
                            number,
                            each));
        }
        return requests;
    }

    private RenderRequested request(
            String name, RenderPurpose purpose, String template, int number, int count) {
        EvaluationSettings evaluation = published.evaluation();
        return new RenderRequested(
                published.runId(),
                published.time(),
                published.runId() + "-" + name,
                purpose,
                published.concept().prompt(template),
                template,
                seed(template),
                number,
                count,
                conceptImages + scenes.size() * evaluation.imagesPerPrompt(),
                new SamplingSettings(
                        evaluation.scheduler(),
                        evaluation.steps(),
                        evaluation.guidance(),
                        published.training().resolution(),
                        null),
                published.adapter(),
                published.concept(),
                published.model());
    }

    static long seed(String template) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(template.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong() & LARGEST_SEED;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
