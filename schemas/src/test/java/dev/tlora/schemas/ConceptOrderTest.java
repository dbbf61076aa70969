package dev.tlora.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConceptOrderTest {

    @Test
    void aSilentOrderMeansTheDefaults() {
        // Given
        ConceptSubmitted event = ConceptSubmitted.of(URI.create("file:///a.png"), "cat");

        // When
        ConceptOrder order = event.resolve("run-1", Defaults.of(event.modelOrDefault()));

        // Then
        assertThat(order.model()).isEqualTo("starter");
        assertThat(order.conceptId()).isEqualTo("run-1");
        assertThat(order.token()).isEqualTo("sks");
        assertThat(order.tenant()).isEqualTo("default");
        assertThat(order.priority()).isEqualTo(5);
        assertThat(order.maskIfAny()).isEmpty();
        assertThat(order.training()).isEqualTo(Defaults.starter().training());
        assertThat(order.evaluation()).isEqualTo(Defaults.starter().evaluation());
    }

    @Test
    void whatTheUserChoseIsKept() {
        // Given
        ConceptSubmitted event = Examples.conceptSubmitted();

        // When
        ConceptOrder order = event.resolve("run-1", Defaults.sdxl("sdxl"));

        // Then
        assertThat(order.conceptId()).isEqualTo("my-cat");
        assertThat(order.tenant()).isEqualTo("acme");
        assertThat(order.maskIfAny()).contains(URI.create("s3://photos/cat-mask.png"));
        assertThat(order.training())
                .isEqualTo(
                        new TrainingSettings(
                                "tlora",
                                16,
                                8,
                                1.5,
                                "random-last",
                                300,
                                2e-4,
                                1e-3,
                                3,
                                256,
                                new TimestepRange(10, 990),
                                25,
                                2,
                                20,
                                5.0,
                                0.5,
                                12));
        assertThat(order.evaluation())
                .isEqualTo(new EvaluationSettings(Prompts.LIVE, 2, 3, "ddim", 20, 4.5));
    }

    @ParameterizedTest
    @CsvSource({
        "  ,   , 64, 32",
        "16,   , 16, 8",
        " 1,   , 1, 1",
        "16, 16, 16, 16",
        "  , 16, 64, 16",
        "  , 96, 96, 96",
    })
    void ranksThatWereLeftOutFollowTheOneGiven(
            Integer rank, Integer minRank, int expectedRank, int expectedMinRank) {
        // Given
        var options =
                new TrainingOptions(
                        null, rank, minRank, null, null, null, null, null, null, null, null, null);

        // When
        TrainingSettings settings = options.resolve(Defaults.sdxl("sdxl").training());

        // Then
        assertThat(settings.rank()).isEqualTo(expectedRank);
        assertThat(settings.minRank()).isEqualTo(expectedMinRank);
    }

    @Test
    void promptsAreFilledWithAndWithoutTheToken() {
        // Given
        Concept concept = Examples.latentsPrepared().concept();

        // Then
        assertThat(concept.prompt("a {} on the beach")).isEqualTo("a sks cat on the beach");
        assertThat(concept.promptWithoutToken("a {} on the beach")).isEqualTo("a cat on the beach");
    }

    @Test
    void imagesOfARequestAreNumberedAndSeededInARow() {
        // When
        PlannedImage second = Examples.renderRequested().image(1);

        // Then
        assertThat(second.number()).isEqualTo(5);
        assertThat(second.seed()).isEqualTo(18);
        assertThat(second.adapterSha256IfAny()).contains("a".repeat(64));
    }
}
