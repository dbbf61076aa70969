package dev.tlora.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.adapter.format.AdapterFormat;
import dev.tlora.diffusion.adapter.format.AdapterSource;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.checkpoint.RandomModel;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.schemas.EventJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code export} and {@code inspect} on a finished run of the random model. */
class AdapterCommandsTest {

    private static final String RUN = "my-robot";

    @TempDir Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private Path data;

    @BeforeEach
    void finishARun() throws IOException {
        data = folder.resolve("data");
        RandomModel.write(data.resolve("models/random"), 1);
        ModelFolder model = ModelFolder.open(data.resolve("models/random"));
        AdapterSettings settings =
                new AdapterSettings(
                        AdapterMethod.TLORA,
                        new RankSchedule(4, 2, 1),
                        Initialisation.RANDOM_LAST,
                        3);
        FolderStore store = new FolderStore(data);
        RunLayout run = RunLayout.of(RUN);
        try (NDManager manager = NDManager.newBaseManager();
                Adapter adapter = Adapter.create(settings, model.unet(manager), manager)) {
            adapter.trainable().values().forEach(array -> array.addi(0.1f));
            AdapterMetadata metadata = new AdapterMetadata(settings, model.hash(), "sks", "robot");
            store.put(
                    run.adapter("tlora"),
                    stream -> AdapterFile.writeCompact(stream, adapter, metadata));
        }
        put(store, run.manifest(), "{\"model\": {\"name\": \"random\"}}");
        put(
                store,
                run.scores(),
                "{\"means\": {\"all\": {\"clipI\": 0.9, \"dino\": 0.8, \"clipT\": 0.25}}}");
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveTheConsoleBack() {
        System.setOut(out);
        System.setErr(err);
    }

    @ParameterizedTest
    @EnumSource(AdapterFormat.class)
    void aRunIsExportedInEveryFormatWithItsScores(AdapterFormat format) {
        Path file = folder.resolve("exported.safetensors");

        int exit = tlora("export", RUN, "--format", format.wireName(), "--out", file.toString());

        assertThat(exit).as(output()).isZero();
        assertThat(output()).contains("exported.safetensors", "sha256");
        if (format.keepsMask()) {
            assertThat(output()).doesNotContain("Note:");
        } else {
            assertThat(output()).contains("no timesteps", "--always-on (2 components)");
        }
        try (AdapterSource source = AdapterSource.open(file)) {
            assertThat(source.format()).isEqualTo(format);
            assertThat(source.metadata().notes())
                    .containsEntry("run_id", RUN)
                    .containsEntry("score_dino", "0.8");
        }
    }

    @Test
    void theAlwaysOnPartIsSmallerAndOffersNothingMore() {
        Path file = folder.resolve("part.safetensors");

        int exit = tlora("export", RUN, "--format", "kohya", "--always-on", "-o", file.toString());

        assertThat(exit).as(output()).isZero();
        assertThat(output()).contains("uses 2 (always-on)").doesNotContain("try --always-on");
        try (AdapterSource source = AdapterSource.open(file)) {
            assertThat(source.metadata().settings().ranks()).isEqualTo(RankSchedule.constant(2));
        }
    }

    @Test
    void aRunIsMergedIntoItsModel() {
        Path merged = folder.resolve("merged");

        int exit =
                tlora(
                        "export",
                        RUN,
                        "--format",
                        "merged",
                        "--rank-at",
                        "500",
                        "-o",
                        merged.toString());

        assertThat(exit).as(output()).isZero();
        assertThat(output()).contains("uses 3 (rank at timestep 500)");
        assertThat(ModelFolder.open(merged).hash())
                .isNotEqualTo(ModelFolder.open(data.resolve("models/random")).hash());
    }

    @Test
    void aMergedUNetIsOneFileUnderSdxlsNames() {
        Path merged = folder.resolve("merged.safetensors");

        int exit =
                tlora(
                        "export",
                        RUN,
                        "--format",
                        "merged",
                        "--single-file",
                        "-o",
                        merged.toString());

        assertThat(exit).as(output()).isZero();
        assertThat(output()).contains("merged.safetensors", "sha256", "no timesteps");
        try (SafetensorsFile file = SafetensorsFile.open(merged)) {
            assertThat(file.names())
                    .allMatch(name -> name.startsWith("model.diffusion_model."))
                    .isNotEmpty();
            assertThat(file.metadata()).containsEntry("tlora.run_id", RUN);
        }
    }

    @Test
    void anAdapterInQuarantineIsExportedOnDemandOnly() {
        new FolderStore(data)
                .putBytes(
                        RunLayout.of(RUN).quarantine(),
                        "{\"reasons\": [\"DINO 0.1 is below 0.3.\"]}"
                                .getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve("blocked.safetensors");
        String[] export = {"export", RUN, "--format", "kohya", "-o", file.toString()};

        int refused = tlora(export);

        assertThat(refused).isEqualTo(1);
        assertThat(output())
                .contains("is in quarantine: DINO 0.1 is below 0.3.", "--despite-quarantine");
        assertThat(file).doesNotExist();

        String[] insistent = Arrays.copyOf(export, export.length + 1);
        insistent[export.length] = "--despite-quarantine";
        assertThat(tlora(insistent)).as(output()).isZero();
        try (AdapterSource source = AdapterSource.open(file)) {
            assertThat(source.metadata().notes())
                    .containsEntry("quarantine", "DINO 0.1 is below 0.3.");
        }
    }

    @Test
    void aTimestepThatThereIsNotIsRefused() {
        int exit = tlora("export", RUN, "--format", "kohya", "--rank-at", "1000");

        assertThat(exit).isEqualTo(1);
        assertThat(output()).contains("--rank-at must be 0 to 999, was 1000");
    }

    @Test
    void anotherModelIsRefusedInOneSentence() throws IOException {
        RandomModel.write(folder.resolve("other"), 2);

        int exit =
                tlora(
                        "export",
                        RUN,
                        "--format",
                        "merged",
                        "--model",
                        folder.resolve("other").toString(),
                        "-o",
                        folder.resolve("merged").toString());

        assertThat(exit).isEqualTo(1);
        assertThat(output().strip().lines()).hasSize(1);
        assertThat(output()).contains("was trained on a base model with hash");
        assertThat(folder.resolve("merged")).doesNotExist();
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() {
        Path file = folder.resolve("twice.safetensors");
        tlora("export", RUN, "--format", "tlora", "-o", file.toString());

        int exit = tlora("export", RUN, "--format", "kohya", "-o", file.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(output()).contains("exists already", "--force");
    }

    @Test
    void aRankForAFormatThatKeepsTheMaskIsRefused() {
        int exit = tlora("export", RUN, "--format", "tlora", "--always-on");

        assertThat(exit).isEqualTo(1);
        assertThat(output()).contains("are for formats without timesteps");
    }

    @Test
    void anUnknownRunIsOneSentence() {
        int exit = tlora("export", "nobody", "--format", "kohya");

        assertThat(exit).isEqualTo(1);
        assertThat(output()).contains("'nobody' is neither a file nor a finished run");
    }

    @Test
    void inspectSaysWhatARunsAdapterIsAndHowManyComponentsDoSomething() {
        int exit = tlora("inspect", RUN);

        assertThat(exit).as(output()).isZero();
        assertThat(output())
                .contains("2 components at timestep 999 to 4 at 0")
                .contains("score_clip_i         0.9")
                .contains("mid_block attn1 to_q")
                .contains("rank that holds 95 %");
    }

    @Test
    void inspectGivesTheSameAsJson() throws IOException {
        int exit = tlora("inspect", RUN, "--json", "--layers");

        assertThat(exit).isZero();
        JsonNode json = EventJson.newMapper().readTree(output());
        assertThat(json.path("method").asText()).isEqualTo("tlora");
        assertThat(json.path("groups").get(0).path("values")).hasSize(4);
        assertThat(json.path("layers").get(0).path("effectiveRank").isInt()).isTrue();
    }

    private int tlora(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--data";
        all[arguments.length + 1] = data.toString();
        return TloraMain.run(all);
    }

    private String output() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private static void put(FolderStore store, String key, String text) {
        store.putBytes(key, text.getBytes(StandardCharsets.UTF_8));
    }
}
