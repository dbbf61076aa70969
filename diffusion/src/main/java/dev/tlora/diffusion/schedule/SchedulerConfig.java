package dev.tlora.diffusion.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.checkpoint.CheckpointException;

/**
 * The noise schedule of a model, as in the {@code scheduler/scheduler_config.json} of a diffusers
 * folder. Which scheduler that file names does not matter: every {@link SchedulerKind} walks the
 * same noise schedule.
 *
 * @param trainTimesteps timesteps the model was trained on, 1000 for SDXL
 * @param betaStart noise variance added by the first timestep
 * @param betaEnd noise variance added by the last timestep
 * @param stepsOffset added to every timestep of a sampling run
 * @param alphaToOne whether the last DDIM step ends at no noise rather than at timestep 0
 */
public record SchedulerConfig(
        int trainTimesteps, double betaStart, double betaEnd, int stepsOffset, boolean alphaToOne) {

    private static final String FIELD = "scheduler_config.json: ";

    public SchedulerConfig {
        if (trainTimesteps < 2) {
            throw new CheckpointException(
                    FIELD + "num_train_timesteps must be at least 2, is " + trainTimesteps);
        }
        if (!(betaStart > 0 && betaStart <= betaEnd && betaEnd < 1)) {
            throw new CheckpointException(
                    "%sbeta_start and beta_end must rise between 0 and 1, are %s and %s"
                            .formatted(FIELD, betaStart, betaEnd));
        }
        if (stepsOffset < 0 || stepsOffset >= trainTimesteps) {
            throw new CheckpointException(
                    "%ssteps_offset must be below num_train_timesteps %d, is %d"
                            .formatted(FIELD, trainTimesteps, stepsOffset));
        }
    }

    /** The values published with SDXL base. */
    public static SchedulerConfig sdxl() {
        return new SchedulerConfig(1000, 0.00085, 0.012, 1, false);
    }

    /**
     * Reads a diffusers configuration.
     *
     * @throws CheckpointException naming the field that asks for something else than SDXL's scaled
     *     linear, noise-predicting schedule with leading timesteps
     */
    public static SchedulerConfig parse(JsonNode json) {
        require(json, "beta_schedule", "scaled_linear");
        require(json, "prediction_type", "epsilon");
        require(json, "timestep_spacing", "leading");
        refuse(json, "use_karras_sigmas");
        refuse(json, "rescale_betas_zero_snr");
        return new SchedulerConfig(
                number(json, "num_train_timesteps").intValue(),
                number(json, "beta_start").doubleValue(),
                number(json, "beta_end").doubleValue(),
                json.path("steps_offset").asInt(0),
                json.path("set_alpha_to_one").asBoolean(false));
    }

    private static void require(JsonNode json, String field, String expected) {
        String found = json.path(field).asText("absent");
        if (!found.equals(expected)) {
            throw new CheckpointException(
                    "%s%s is %s, supported is %s".formatted(FIELD, field, found, expected));
        }
    }

    private static void refuse(JsonNode json, String field) {
        if (json.path(field).asBoolean(false)) {
            throw new CheckpointException(FIELD + field + " is true, supported is false");
        }
    }

    private static Number number(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isNumber()) {
            throw new CheckpointException(FIELD + field + " must be a number, is " + value);
        }
        return value.numberValue();
    }
}
