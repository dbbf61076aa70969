package dev.tlora.diffusion.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashTest {

    @TempDir Path folder;

    /** The digest of "abc" from FIPS 180-2, appendix B.1. */
    @Test
    void oneFileHasItsUsualSha256() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "abc");

        assertThat(FileHash.sha256(List.of(file)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void severalFilesCountAsOne() throws IOException {
        Path whole = Files.writeString(folder.resolve("whole"), "abcdef");
        Path first = Files.writeString(folder.resolve("first"), "abc");
        Path second = Files.writeString(folder.resolve("second"), "def");

        assertThat(FileHash.sha256(List.of(first, second)))
                .isEqualTo(FileHash.sha256(List.of(whole)))
                .isNotEqualTo(FileHash.sha256(List.of(second, first)));
    }

    @Test
    void aChangedFileIsHashedAnew() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "abc");
        String before = FileHash.sha256(List.of(file));

        Files.writeString(file, "abcd");

        assertThat(FileHash.sha256(List.of(file))).isNotEqualTo(before);
    }

    @Test
    void anAbsentFileIsNamed() {
        Path absent = folder.resolve("absent");

        assertThatThrownBy(() -> FileHash.sha256(List.of(absent)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(absent + " cannot be read");
    }
}
