package dev.tlora.sampler;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.schemas.Prompts;
import dev.tlora.schemas.RenderRequested;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarantineTest {

    private FolderStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        store = new FolderStore(folder);
    }

    @Test
    void usersAreRefusedAnAdapterInQuarantineAndThePlanIsNot() {
        // Given
        store.putBytes(RunLayout.of("r-1").quarantine(), new byte[] {1});
        Quarantine quarantine = new Quarantine(store);

        // When / Then
        assertThatCode(() -> quarantine.refuse(planned())).doesNotThrowAnyException();
        assertThatThrownBy(() -> quarantine.refuse(user()))
                .isInstanceOf(UnusableRequestException.class)
                .hasMessageContaining("is in quarantine");
    }

    @Test
    void otherAdaptersAreServed() {
        assertThatCode(() -> new Quarantine(store).refuse(user())).doesNotThrowAnyException();
    }

    private static RenderRequested planned() {
        return EvaluationPlan.of(
                        Examples.published(
                                "r-1", Examples.FILE, Examples.MODEL, Prompts.NONE, 1, 1))
                .get(0);
    }

    private static RenderRequested user() {
        return Examples.request("r-1", "mine", Examples.FILE, Examples.MODEL, null);
    }
}
