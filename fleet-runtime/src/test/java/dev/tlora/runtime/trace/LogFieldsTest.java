package dev.tlora.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.json.runtime.JsonFormatter;
import java.util.logging.Level;
import org.jboss.logging.MDC;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogFieldsTest {

    private final LogFields fields = new LogFields();

    @AfterEach
    void forget() {
        MDC.remove("runId");
    }

    @Test
    void whatALineSaysByNameIsAFieldOfItsOwn() throws Exception {
        // When
        JsonNode line =
                json(
                        "failed after %d %% in %s: runId=%s cause=%s",
                        7, "here", "r-1", "no more x=y");

        // Then
        assertThat(line.path("message").asText())
                .isEqualTo("failed after 7 % in here: runId=r-1 cause=no more x=y");
        assertThat(line.at("/mdc/runId").asText()).isEqualTo("r-1");
        assertThat(line.at("/mdc/cause").asText()).isEqualTo("no more x=y");
        assertThat(line.path("mdc")).hasSize(2);
    }

    @Test
    void theContextOfTheWorkIsThereTooAndALinesOwnWordCounts() throws Exception {
        // Given
        MDC.put("runId", "around");

        // When
        JsonNode silent = json("loading: model=%s", "sdxl");
        JsonNode outspoken = json("loading: runId=%s", "own");

        // Then
        assertThat(silent.at("/mdc/runId").asText()).isEqualTo("around");
        assertThat(silent.at("/mdc/model").asText()).isEqualTo("sdxl");
        assertThat(outspoken.at("/mdc/runId").asText()).isEqualTo("own");
    }

    @Test
    void textWithoutArgumentsIsLeftAlone() throws Exception {
        // When
        ExtLogRecord line = new ExtLogRecord(Level.INFO, "a=%s", FormatStyle.NO_FORMAT, "Here");

        // Then
        assertThat(fields.isLoggable(line)).isTrue();
        assertThat(line.getMdcCopy()).isEmpty();
    }

    private JsonNode json(String format, Object... arguments) throws Exception {
        ExtLogRecord line = new ExtLogRecord(Level.INFO, format, FormatStyle.PRINTF, "Here");
        line.setParameters(arguments);
        assertThat(fields.isLoggable(line)).isTrue();
        return new ObjectMapper().readTree(new JsonFormatter().format(line));
    }
}
