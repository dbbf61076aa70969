package dev.tlora.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.schemas.Defaults;
import dev.tlora.starter.StarterModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code export} of a run on the bundled model, whose folder is named after its version. */
class MergeStarterTest {

    private static final String RUN = "my-dog";

    @TempDir Path data;

    @BeforeEach
    void finishARun() throws IOException {
        Path models = Files.createDirectories(data.resolve("models"));
        ModelFolder model = ModelFolder.open(StarterModel.below(models));
        AdapterSettings settings =
                new AdapterSettings(
                        AdapterMethod.LORA,
                        RankSchedule.constant(2),
                        Initialisation.RANDOM_LAST,
                        3);
        FolderStore store = new FolderStore(data);
        RunLayout run = RunLayout.of(RUN);
        try (NDManager manager = NDManager.newBaseManager();
                Adapter adapter = Adapter.create(settings, model.unet(manager), manager)) {
            AdapterMetadata metadata = new AdapterMetadata(settings, model.hash(), "sks", "dog");
            store.put(
                    run.adapter("tlora"),
                    stream -> AdapterFile.writeCompact(stream, adapter, metadata));
        }
        String manifest = "{\"model\": {\"name\": \"%s\"}}".formatted(Defaults.MODEL);
        store.putBytes(run.manifest(), manifest.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theBundledModelIsFoundByItsName() {
        // Given
        Path merged = data.resolve("merged");

        // When
        int exit =
                TloraMain.run(
                        "export",
                        RUN,
                        "--format",
                        "merged",
                        "-o",
                        merged.toString(),
                        "--data",
                        data.toString());

        // Then
        assertThat(exit).isZero();
        assertThat(merged.resolve("unet")).isDirectory();
    }
}
