package dev.tlora.schemas.concept;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlora.schemas.ConceptSubmitted;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunIdsTest {

    private static final List<String> HASHES = List.of("a".repeat(64));

    @Test
    void theUsersIdIsTaken() {
        assertThat(derive("{'image': 'file:///a.png', 'className': 'cat', 'runId': 'run-7'}"))
                .isEqualTo("run-7");
    }

    @Test
    void theSameOrderWrittenDifferentlyIsOneRun() {
        // When
        String first =
                derive(
                        "{'image': 'file:///a.png', 'className': 'cat', 'training': {'rank': 8,"
                                + " 'learningRate': 1e-4}}");
        String second =
                derive(
                        "{ 'training':{'learningRate':0.0001,'rank':8.0},"
                                + " 'type':'concept-submitted.v1','className':'cat',"
                                + "'images':['https://host/a.png?signature=1']}");

        // Then
        assertThat(second).isEqualTo(first).matches("[0-9a-f]{16}");
    }

    @Test
    void anotherPhotoOrSettingIsAnotherRun() {
        // Given
        ConceptSubmitted event = event("{'image': 'file:///a.png', 'className': 'cat'}");
        String run = RunIds.derive(event, HASHES);

        // Then
        assertThat(RunIds.derive(event, List.of("b".repeat(64)))).isNotEqualTo(run);
        assertThat(
                        derive(
                                "{'image': 'file:///a.png', 'className': 'cat', 'training':"
                                        + " {'seed': 1}}"))
                .isNotEqualTo(run);
    }

    @Test
    void everyPhotoNeedsAHash() {
        ConceptSubmitted event = event("{'image': 'file:///a.png', 'className': 'cat'}");
        assertThatThrownBy(() -> RunIds.derive(event, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 photos need as many hashes, got 0");
    }

    private static String derive(String json) {
        return RunIds.derive(event(json), HASHES);
    }

    private static ConceptSubmitted event(String json) {
        Parsed parsed = ConceptEvents.parse(json.replace('\'', '"').getBytes(UTF_8));
        assertThat(parsed).isInstanceOf(Parsed.Valid.class);
        return ((Parsed.Valid) parsed).event();
    }
}
