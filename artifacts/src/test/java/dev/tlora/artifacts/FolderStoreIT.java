package dev.tlora.artifacts;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FolderStoreIT {

    private static final String KEY = "runs/r-1/latest.json";

    @TempDir Path root;

    @Test
    void processesRacingOnOneDocumentLoseNoChange() throws Exception {
        // Given
        int times = 50;

        // When
        Process first = OtherProcess.start("count", root.toString(), KEY, "" + times);
        Process second = OtherProcess.start("count", root.toString(), KEY, "" + times);

        // Then
        assertThat(first.waitFor()).isZero();
        assertThat(second.waitFor()).isZero();
        assertThat(new FolderStore(root).read(KEY)).asString(UTF_8).isEqualTo("" + 2 * times);
    }

    @Test
    void processDyingWhileWritingLeavesTheFormerContent() throws Exception {
        // Given
        FolderStore store = new FolderStore(root);
        store.putBytes(KEY, "old".getBytes(UTF_8));

        // When
        Process writer = OtherProcess.start("die-writing", root.toString(), KEY);

        // Then
        assertThat(writer.waitFor()).isEqualTo(OtherProcess.HALTED);
        assertThat(store.read(KEY)).asString(UTF_8).isEqualTo("old");
        assertThat(store.list("")).containsExactly(KEY);
        assertThat(root.resolve(".store/drafts")).isNotEmptyDirectory();
        new FolderStore(root, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(1)));
        assertThat(root.resolve(".store/drafts")).isEmptyDirectory();
    }
}
