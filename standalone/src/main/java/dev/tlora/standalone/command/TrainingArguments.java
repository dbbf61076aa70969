package dev.tlora.standalone.command;

import dev.tlora.schemas.TimestepRange;
import dev.tlora.schemas.TrainingOptions;
import picocli.CommandLine.Option;

/** The {@code training} part of a concept event; what is left out is the fleet's choice. */
final class TrainingArguments {

    @Option(
            names = "--method",
            description = "tlora, vanilla-tlora, ortho-lora, lora or pissa (default: tlora).")
    private String method;

    @Option(names = "--rank", description = "Full rank of the adapter.")
    private Integer rank;

    @Option(names = "--min-rank", description = "Rank active at the noisiest timestep.")
    private Integer minRank;

    @Option(
            names = "--rank-exponent",
            description = "How fast the rank falls with the timestep (default: 1).")
    private Double rankExponent;

    @Option(
            names = "--init",
            description =
                    "Where the adapter starts: principal, middle or last components of the weight,"
                            + " or of a Gaussian matrix: random-principal, random-middle,"
                            + " random-last (default).")
    private String init;

    @Option(names = "--steps", description = "Training steps.")
    private Integer steps;

    @Option(
            names = "--learning-rate",
            description = "Learning rate (default: the model's, else 1e-4).")
    private Double learningRate;

    @Option(names = "--weight-decay", description = "AdamW's weight decay (default: 1e-4).")
    private Double weightDecay;

    @Option(names = "--seed", description = "Seed of noises and timesteps (default: 0).")
    private Long seed;

    @Option(
            names = "--timesteps",
            arity = "2",
            paramLabel = "TIMESTEP",
            description =
                    "First and last timestep trained on, 0 (least noise) to 999 (default: 0 999).")
    private Integer[] timesteps;

    @Option(names = "--resolution", description = "Side of the training image in pixels.")
    private Integer resolution;

    @Option(names = "--checkpoint-every", description = "Steps between checkpoints.")
    private Integer checkpointEvery;

    @Option(
            names = "--gradient-accumulation",
            paramLabel = "SAMPLES",
            description = "Samples averaged for one training step (default: 1).")
    private Integer gradientAccumulation;

    @Option(
            names = "--warmup-steps",
            description = "Steps over which the learning rate climbs (default: 0).")
    private Integer warmupSteps;

    @Option(
            names = "--min-snr-gamma",
            description =
                    "Weighs noisy and clean samples alike, by min-SNR; 5 is usual (default: off).")
    private Double minSnrGamma;

    @Option(
            names = "--prior-weight",
            description =
                    "Weight of pictures of the class, which the model draws itself, so that it keeps"
                            + " what it knows of the class; 1 is usual (default: off).")
    private Double priorWeight;

    @Option(
            names = "--prior-images",
            description = "Pictures of the class, with --prior-weight (default: 16).")
    private Integer priorImages;

    /** As given; {@code null} when nothing is. */
    TrainingOptions options() {
        TrainingOptions options =
                new TrainingOptions(
                        method,
                        rank,
                        minRank,
                        rankExponent,
                        init,
                        steps,
                        learningRate,
                        weightDecay,
                        seed,
                        resolution,
                        range(),
                        checkpointEvery,
                        gradientAccumulation,
                        warmupSteps,
                        minSnrGamma,
                        priorWeight,
                        priorImages);
        return options.equals(TrainingOptions.NONE) ? null : options;
    }

    private TimestepRange range() {
        try {
            return timesteps == null ? null : new TimestepRange(timesteps[0], timesteps[1]);
        } catch (IllegalArgumentException e) {
            throw new CommandException("--timesteps: " + e.getMessage(), e);
        }
    }
}
