package dev.tlora.schemas.concept;

import static dev.tlora.schemas.concept.Parsing.invalid;
import static dev.tlora.schemas.concept.Parsing.parse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.Examples;
import dev.tlora.schemas.MalformedEventException;
import dev.tlora.schemas.Problem;
import dev.tlora.schemas.Prompts;
import dev.tlora.schemas.TimestepRange;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read as a concept event, and how the rest is answered. */
class ConceptEventsTest {

    @Test
    void aPhotoAndItsClassAreEnough() {
        // When
        Parsed parsed = parse("{\"image\": \"s3://photos/cat.png\", \"className\": \"cat\"}");

        // Then
        assertThat(parsed)
                .isEqualTo(
                        new Parsed.Valid(
                                ConceptSubmitted.of(URI.create("s3://photos/cat.png"), "cat")));
    }

    @Test
    void everyFieldIsRead() {
        // Given
        byte[] json = EventJson.write(Examples.conceptSubmitted());

        // When
        Parsed parsed = ConceptEvents.parse(json);

        // Then
        assertThat(parsed).isEqualTo(new Parsed.Valid(Examples.conceptSubmitted()));
    }

    @Test
    void ownPromptsAndWholeNumbersWithAPointAreRead() {
        // When
        Parsed parsed =
                parse(
                        """
                        {"images": ["file:///a.png", "https://host/b.png"], "className": "cat",
                         "training": {"rank": 64.0, "timesteps": [0, 500]},
                         "evaluation": {"prompts": ["a {} on the beach"]}}
                        """);

        // Then
        assertThat(parsed).isInstanceOf(Parsed.Valid.class);
        ConceptSubmitted event = ((Parsed.Valid) parsed).event();
        assertThat(event.photos()).hasSize(2);
        assertThat(event.training().rank()).isEqualTo(64);
        assertThat(event.training().timesteps()).isEqualTo(new TimestepRange(0, 500));
        assertThat(event.evaluation().prompts())
                .isEqualTo(new Prompts.Templates(List.of("a {} on the beach")));
    }

    @Test
    void everyProblemIsToldAtOnce() {
        // When
        Parsed.Invalid invalid =
                invalid(
                        """
                        {"runId": "run-7", "conceptId": "my-cat", "classname": "cat",
                         "image": "photos/cat.png", "priority": "high",
                         "training": {"rank": 8, "minRank": 16, "timesteps": [900, 100]},
                         "evaluation": {"prompts": "objects", "scheduler": "heun"}}
                        """);

        // Then
        assertThat(invalid.runId()).isEqualTo("run-7");
        assertThat(invalid.conceptIdIfAny()).contains("my-cat");
        assertThat(invalid.problems())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "$.classname",
                        "$.className",
                        "$.image",
                        "$.priority",
                        "$.training.minRank",
                        "$.training.timesteps",
                        "$.evaluation.prompts",
                        "$.evaluation.scheduler");
    }

    @ParameterizedTest
    @CsvSource({
        "classname, className",
        "class_name, className",
        "clasName, className",
        "imagess, images",
        "modle, model",
        "trianing, training",
    })
    void aMisspeltFieldIsToldItsRightName(String wrong, String right) {
        assertThat(invalid("{\"%s\": 1}".formatted(wrong)).problems())
                .contains(
                        new Problem(
                                "$." + wrong, "is unknown; did you mean '%s'?".formatted(right)));
    }

    @Test
    void aFieldLikeNoOtherIsToldAllNames() {
        assertThat(invalid("{\"training\": {\"colour\": 1}}").problems())
                .filteredOn(problem -> problem.path().equals("$.training.colour"))
                .singleElement()
                .satisfies(
                        problem ->
                                assertThat(problem.message())
                                        .startsWith("is unknown; known are method, rank, minRank"));
    }

    @Test
    void anotherTypeOfEventIsRefused() {
        assertThat(
                        invalid(
                                        """
                                        {"type": "concept-submitted.v9", "image": "file:///a.png",
                                         "className": "cat"}
                                        """)
                                .problems())
                .containsExactly(
                        new Problem(
                                "$.type",
                                "must be 'concept-submitted.v1' or left out, is"
                                        + " 'concept-submitted.v9'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "[]",
                "null",
                "\"cat\"",
                "{\"image\":",
                "{} {}",
                "{\"className\": \"cat\", \"className\": \"dog\"}"
            })
    void whatIsNoJsonObjectIsMalformed(String record) {
        assertThatThrownBy(() -> parse(record)).isInstanceOf(MalformedEventException.class);
    }

    @Test
    void aRecordWithoutValueIsMalformed() {
        assertThatThrownBy(() -> ConceptEvents.parse(null))
                .isInstanceOf(MalformedEventException.class);
    }
}
