package dev.tlora.ingest.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of RFC 7396, with cases of its appendix A. */
class MergePatchTest {

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            textBlock =
                    """
                    {"a":"b"}         | {"a":"c"}               | {"a":"c"}
                    {"a":"b"}         | {"b":"c"}               | {"a":"b","b":"c"}
                    {"a":"b","b":"c"} | {"a":null}              | {"b":"c"}
                    {"a":["b"]}       | {"a":"c"}               | {"a":"c"}
                    {"a":{"b":"c"}}   | {"a":{"b":"d","c":null}} | {"a":{"b":"d"}}
                    {"e":null}        | {"a":1}                 | {"e":null,"a":1}
                    {}                | {"a":{"bb":{"ccc":null}}} | {"a":{"bb":{}}}
                    """)
    void amendmentIsMergedIntoTheRecord(String target, String patch, String merged)
            throws Exception {
        JsonNode result = MergePatch.apply(json.readTree(target), json.readTree(patch));

        assertThat(result).isEqualTo(json.readTree(merged));
    }
}
