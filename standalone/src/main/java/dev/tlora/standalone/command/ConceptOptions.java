package dev.tlora.standalone.command;

import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.EvaluationOptions;
import dev.tlora.schemas.Prompts;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything a concept event can say beside its photo and class. */
final class ConceptOptions {

    @Option(names = "--token", description = "Word that stands for the concept (default: sks).")
    private String token;

    @Option(
            names = "--mask",
            paramLabel = "IMAGE",
            description = "White where the photo shows the concept.")
    private Path mask;

    @Option(names = "--concept-id", description = "Your name for the concept.")
    private String conceptId;

    @Option(names = "--run-id", description = "Name of the run (default: a hash of the order).")
    private String runId;

    @Option(names = "--model", description = "Base model below models/ (default: starter).")
    private String model;

    @Option(names = "--tenant", description = "On whose behalf (default: default).")
    private String tenant;

    @Option(names = "--priority", description = "0 (last) to 9 (first) (default: 5).")
    private Integer priority;

    @Mixin private TrainingArguments training;

    @Option(
            names = "--prompt",
            paramLabel = "TEMPLATE",
            description =
                    "A scene with {} for the concept, e.g. \"a {} on the beach\"; repeatable.")
    private List<String> templates = List.of();

    @Option(
            names = "--prompts",
            paramLabel = "SET",
            description = "Set of scenes: object, live or none (default: object).")
    private String promptSet;

    @Option(names = "--images-per-prompt", description = "Images of each scene.")
    private Integer imagesPerPrompt;

    @Option(names = "--base-images", description = "Images of the concept without a scene.")
    private Integer baseImages;

    @Option(names = "--scheduler", description = "euler, ddim or dpmpp-2m (default: euler).")
    private String scheduler;

    @Option(names = "--sampling-steps", description = "Sampling steps (default: 25).")
    private Integer samplingSteps;

    @Option(
            names = "--guidance",
            description = "Classifier-free guidance (default: the model's; 5 for SDXL).")
    private Double guidance;

    /** The order; nothing is checked yet. */
    ConceptSubmitted order(URI image, String className) {
        return new ConceptSubmitted(
                image,
                null,
                className,
                mask == null ? null : mask.toAbsolutePath().toUri(),
                conceptId,
                runId,
                token,
                model,
                tenant,
                priority,
                training.options(),
                evaluation());
    }

    private EvaluationOptions evaluation() {
        EvaluationOptions options =
                new EvaluationOptions(
                        prompts(), imagesPerPrompt, baseImages, scheduler, samplingSteps, guidance);
        return options.equals(EvaluationOptions.NONE) ? null : options;
    }

    private Prompts prompts() {
        if (!templates.isEmpty()) {
            return new Prompts.Templates(templates);
        }
        if (promptSet == null) {
            return null;
        }
        return switch (promptSet) {
            case "object" -> Prompts.OBJECT;
            case "live" -> Prompts.LIVE;
            case "none" -> Prompts.NONE;
            default ->
                    throw new CommandException(
                            "--prompts must be object, live or none, was '" + promptSet + "'");
        };
    }
}
