package dev.tlora.standalone.command;

import dev.tlora.artifacts.Sha256;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.adapter.format.AdapterExport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What the user reads after an export. */
record ExportSummary(AdapterExport export, ExportTarget target) {

    private static final double MEGABYTE = 1e6;

    void print(Path written) throws IOException {
        System.out.println(written);
        if (Files.isRegularFile(written)) {
            try (InputStream content = Files.newInputStream(written)) {
                System.out.printf(
                        Locale.ROOT,
                        "  %.1f MB, sha256 %s%n",
                        Files.size(written) / MEGABYTE,
                        Sha256.of(content));
            }
        }
        if (!target.keepsMask()) {
            export.warning().ifPresent(this::warn);
        }
    }

    private void warn(String words) {
        RankSchedule ranks = export.metadata().settings().ranks();
        System.out.println("Note: " + words);
        if (export.rank().components() == ranks.rank()) {
            System.out.printf(
                    "      For pictures that follow prompts more, try --always-on (%d components)"
                            + " or --rank-at 500 (%d).%n",
                    ranks.minRank(), ranks.activeRank(RankSchedule.TRAIN_TIMESTEPS / 2));
        }
    }
}
