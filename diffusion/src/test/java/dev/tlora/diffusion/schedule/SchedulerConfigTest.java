package dev.tlora.diffusion.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerConfigTest {

    /** As published with SDXL base, less what does not bear on the noise schedule. */
    private static final String PUBLISHED =
            """
            {"_class_name": "EulerDiscreteScheduler", "beta_end": 0.012,
             "beta_schedule": "scaled_linear", "beta_start": 0.00085, "interpolation_type": "linear",
             "num_train_timesteps": 1000, "prediction_type": "epsilon", "set_alpha_to_one": false,
             "steps_offset": 1, "timestep_spacing": "leading", "trained_betas": null,
             "use_karras_sigmas": false}
            """;

    @Test
    void publishedConfigurationIsSdxls() throws JsonProcessingException {
        assertThat(parse(PUBLISHED)).isEqualTo(SchedulerConfig.sdxl());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scaled_linear | linear | beta_schedule is linear, supported is scaled_linear",
                "epsilon | v_prediction | prediction_type is v_prediction, supported is epsilon",
                "leading | trailing | timestep_spacing is trailing, supported is leading",
                "0.00085 | -1 | beta_start and beta_end must rise between 0 and 1",
                "1000 | \"many\" | num_train_timesteps must be a number, is \"many\"",
                "_sigmas\": false | _sigmas\": true | use_karras_sigmas is true"
            })
    void otherSchedulesAreRefusedByField(String published, String changed, String message) {
        String json = PUBLISHED.replace(published, changed);

        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("scheduler_config.json: " + message);
    }

    private static SchedulerConfig parse(String json) throws JsonProcessingException {
        return SchedulerConfig.parse(JsonMapper.builder().build().readTree(json));
    }
}
