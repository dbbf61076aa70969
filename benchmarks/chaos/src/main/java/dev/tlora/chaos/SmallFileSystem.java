package dev.tlora.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A file system in memory that can be made read-only or full; needs the rights to mount it. */
final class SmallFileSystem implements OutageDrill.Harm {

    private static final String BALLAST = "ballast";
    private static final int BLOCK = 1 << 16;

    private final boolean full;

    private SmallFileSystem(boolean full) {
        this.full = full;
    }

    static OutageDrill.Harm readOnly() {
        return new SmallFileSystem(false);
    }

    static OutageDrill.Harm full() {
        return new SmallFileSystem(true);
    }

    static void mount(Path folder) throws Exception {
        Files.createDirectories(folder);
        command("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", folder.toString());
    }

    static void unmount(Path folder) throws Exception {
        Waiting.until(Duration.ofMinutes(1), () -> succeeds("umount", folder.toString()));
    }

    @Override
    public void begin(Fleet fleet) throws Exception {
        if (full) {
            fill(fleet.store().resolve(BALLAST));
        } else {
            // Refused while a file is being written.
            Waiting.until(Duration.ofMinutes(1), () -> remount(fleet, "ro"));
        }
    }

    @Override
    public void end(Fleet fleet) throws Exception {
        if (full) {
            Files.delete(fleet.store().resolve(BALLAST));
        } else {
            Waiting.until(Duration.ofMinutes(1), () -> remount(fleet, "rw"));
        }
    }

    private static boolean remount(Fleet fleet, String mode) throws Exception {
        return succeeds("mount", "-o", "remount," + mode, fleet.store().toString());
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            byte[] block = new byte[BLOCK];
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space")) {
                throw e;
            }
        }
    }

    private static void command(String... words) throws Exception {
        if (!succeeds(words)) {
            throw new IllegalStateException(
                    "\""
                            + String.join(" ", words)
                            + "\" failed; this drill mounts, so run it as root");
        }
    }

    private static boolean succeeds(String... words) throws Exception {
        return new ProcessBuilder(words).redirectErrorStream(true).start().waitFor() == 0;
    }
}
