package dev.tlora.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ErasureTableTest {

    @Test
    void columnsStandBelowTheirTitlesHoweverExactTheTime() throws Exception {
        // Given
        JsonNode report =
                new ObjectMapper()
                        .readTree(
                                """
                                {"conceptId": "my-cat", "erased": true, "kept": [
                                 {"where": "tlora.runs", "until": "2026-12-25T21:36:49.897545383Z",
                                  "what": "records of the past"}]}
                                """);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        new ErasureTable(report).print(new PrintStream(out, true, StandardCharsets.UTF_8));

        // Then
        String[] lines = out.toString(StandardCharsets.UTF_8).split("\n", -1);
        String titles = lines[lines.length - 3];
        String row = lines[lines.length - 2];
        assertThat(row).contains("2026-12-25T21:36:49Z ");
        assertThat(row.indexOf("records of")).isEqualTo(titles.indexOf("WHAT"));
    }
}
