package dev.tlora.diffusion.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.sun.management.ThreadMXBean;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostileFileTest {

    private static final int VARIANTS = 8;
    private static final int FLIPPED_FILES = 1000;

    /** The files have a few kilobytes, what they claim begins at gigabytes. */
    private static final long AFFORDABLE_BYTES = 10_000_000;

    @TempDir Path folder;

    /** Loading and instrumenting classes allocates, too. */
    @BeforeAll
    static void loadClasses(@TempDir Path folder) {
        refusalOf(RawFile.write(folder.resolve("first"), Forge.secondAt(1)));
        allocatedBytes();
    }

    @ParameterizedTest
    @EnumSource(HostileFile.class)
    void everyLieIsRefusedByNameBeforeAnythingIsAllocated(HostileFile lie) {
        var random = new SplittableRandom(lie.name().hashCode());
        for (int variant = 0; variant < VARIANTS; variant++) {
            Path file = RawFile.write(folder.resolve(variant + ".safetensors"), lie.draw(random));

            long before = allocatedBytes();
            CheckpointException refusal = refusalOf(file);
            long allocated = allocatedBytes() - before;

            assertThat(refusal)
                    .hasMessageStartingWith(file + " is not a usable safetensors file: ")
                    .hasMessageContaining(lie.culprit());
            assertThat(refusal.getMessage()).hasLineCount(1).hasSizeLessThan(1000);
            assertThat(allocated).isLessThan(AFFORDABLE_BYTES);
        }
    }

    private static CheckpointException refusalOf(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            throw new AssertionError("accepted " + file.names());
        } catch (CheckpointException e) {
            return e;
        }
    }

    private static long allocatedBytes() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getCurrentThreadAllocatedBytes();
    }

    @Test
    void flippedBytesEitherReadOrAreRefusedButNeverEscapeTheFile() {
        var random = new Random(1);
        int read = 0;
        for (int i = 0; i < FLIPPED_FILES; i++) {
            byte[] bytes = Forge.honest();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Path file = RawFile.write(folder.resolve("flipped.safetensors"), bytes);
            try {
                readAll(file);
                read++;
            } catch (CheckpointException e) {
                assertThat(e).hasMessageStartingWith(file.toString());
            }
        }
        // A flip in a name or in the data is nobody's fault; most others are found.
        assertThat(read).isBetween(1, FLIPPED_FILES / 2);
    }

    private static void readAll(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path);
                NDManager manager = NDManager.newBaseManager()) {
            for (String name : file.names()) {
                assertThat(file.readFloat(name, manager).size())
                        .isEqualTo(file.info(name).elements());
            }
        }
    }
}
