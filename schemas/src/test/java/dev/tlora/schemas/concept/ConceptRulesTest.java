package dev.tlora.schemas.concept;

import static dev.tlora.schemas.concept.Parsing.invalid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.schemas.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that the fields of a concept event keep. */
class ConceptRulesTest {

    @Test
    void picturesOfTheClassNeedAWeight() {
        assertThat(invalid("{\"training\": {\"priorImages\": 4}}").problems())
                .filteredOn(problem -> problem.path().equals("$.training.priorImages"))
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem.message()).startsWith("needs 'priorWeight'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'rank': 0          | $.training.rank         | must be at least 1, is 0",
                "'rank': 641        | $.training.rank         | must be at most 640, is 641",
                "'rank': 4.5        | $.training.rank         | must be a whole number, is 4.5",
                "'rank': '8'        | $.training.rank         | must be a whole number, is the text '8'",
                "'rank': null       | $.training.rank         | must be a whole number, is null; leave the field out instead",
                "'learningRate': 0  | $.training.learningRate | must be above 0, is 0",
                "'learningRate': 1e999 | $.training.learningRate | must be at most 1, is Infinity",
                "'resolution': 1000 | $.training.resolution   | must be a multiple of 32, is 1000",
                "'seed': -1         | $.training.seed         | must be at least 0, is -1",
                "'timesteps': [5]   | $.training.timesteps    | must hold at least 2, holds 1; give first and last timestep trained on, such as [0, 999]",
                "'timesteps': [0, 1000] | $.training.timesteps[1] | must be at most 999, is 1000",
                "'minRank': 9, 'rank': 8 | $.training.minRank | must not exceed rank 8, is 9; lower it or raise the rank",
            })
    void trainingIsBounded(String field, String path, String message) {
        // Given
        String event =
                "{'image': 'file:///a.png', 'className': 'cat', 'training': {%s}}".formatted(field);

        // Then
        assertThat(invalid(quoted(event)).problems())
                .containsExactly(new Problem(path, quoted(message).replace('"', '\'')));
    }

    @Test
    void aWholeNumberBeyondAllBoundsIsRefused() {
        assertThat(
                        invalid(
                                        """
                                        {"image": "file:///a.png", "className": "cat",
                                         "training": {"steps": 1e999}}
                                        """)
                                .problems())
                .contains(new Problem("$.training.steps", "must be a whole number, is Infinity"));
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cat.png             | no scheme",
                "file://cat.png      | file:///folder/photo.png",
                "file:cat.png        | file:///folder/photo.png",
                "C:\\cats\\cat.png   | is no URI",
                "https:/cat.png      | names no host",
                "s3://photos         | s3://bucket/key",
                "s3://photos/        | s3://bucket/key",
                "s3:photos           | s3://bucket/key",
                "ftp://host/cat.png  | unknown scheme 'ftp'",
                "data:text/plain,cat | data:image/",
                "file:///my cat.png  | %20",
            })
    void aPhotoThatCannotBeFoundIsToldHowToWriteIt(String uri, String remedy) {
        // Given
        String event =
                "{\"className\": \"cat\", \"images\": [\"file:///a.png\", \"%s\"]}"
                        .formatted(uri.replace("\\", "\\\\"));

        // Then
        assertThat(invalid(event).problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.path()).isEqualTo("$.images[1]");
                            assertThat(problem.message()).contains(remedy);
                        });
    }

    @Test
    void photosComeEitherAloneOrAsAList() {
        assertThat(invalid("{\"className\": \"cat\"}").problems())
                .extracting(Problem::path)
                .containsExactly("$.image");
        assertThat(
                        invalid(
                                        """
                                        {"className": "cat", "image": "file:///a.png",
                                         "images": ["file:///b.png"]}
                                        """)
                                .problems())
                .extracting(Problem::path)
                .containsExactly("$.images");
    }

    @Test
    void noMoreThanEightPhotosAreTaken() {
        // Given
        String photos = "\"file:///a.png\", ".repeat(8) + "\"file:///a.png\"";

        // Then
        assertThat(
                        invalid("{\"className\": \"cat\", \"images\": [%s]}".formatted(photos))
                                .problems())
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("must hold at most 8, holds 9; give 1 to 8 photos of the same thing");
    }

    @Test
    void aMaskFitsOnePhotoOnly() {
        assertThat(
                        invalid(
                                        """
                                        {"className": "cat", "mask": "file:///mask.png",
                                         "images": ["file:///a.png", "file:///b.png"]}
                                        """)
                                .problems())
                .extracting(Problem::path)
                .containsExactly("$.mask");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up", "a..b", ".", "a b", "a\\n", "", "a/b"})
    void anUnsafeRunIdIsRefusedAndNotUsed(String runId) {
        // When
        Parsed.Invalid invalid =
                invalid(
                        "{\"image\": \"file:///a.png\", \"className\": \"cat\", \"runId\": \"%s\"}"
                                .formatted(runId));

        // Then
        assertThat(invalid.problems()).extracting(Problem::path).containsExactly("$.runId");
        assertThat(invalid.runId()).matches("[0-9a-f]{16}");
    }

    @Test
    void templatesNeedAPlaceForTheConcept() {
        assertThat(
                        invalid(
                                        """
                                        {"image": "file:///a.png", "className": "cat",
                                         "evaluation": {"prompts": ["a {} asleep", "a cat"]}}
                                        """)
                                .problems())
                .singleElement()
                .satisfies(
                        problem -> {
                            assertThat(problem.path()).isEqualTo("$.evaluation.prompts[1]");
                            assertThat(problem.message()).contains("{}").contains("a cat");
                        });
    }
}
