package dev.tlora.standalone.command;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.format.AdapterExport;
import dev.tlora.diffusion.adapter.format.AdapterSource;
import dev.tlora.diffusion.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** An adapter for other tools. */
@Command(
        name = "export",
        description =
                "Writes the adapter of a finished run, or any adapter file, in another format.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tlora export RUN --format diffusers              for load_lora_weights",
            "  tlora export RUN --format kohya --always-on      for user interfaces",
            "  tlora export RUN --format reference              for the authors' code",
            "  tlora export RUN --format merged --rank-at 500   a whole model",
            "  tlora export RUN --format merged --single-file   one file, SDXL's own names",
            "  tlora export lora.safetensors --format tlora     from another tool",
        })
final class ExportCommand implements Callable<Integer> {

    /** Types of the values of plain LoRAs. */
    enum Precision {
        F32,
        F16,
        BF16
    }

    @Parameters(paramLabel = "RUN|FILE", description = "A finished run, or an adapter file.")
    private String source;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "tlora, reference, diffusers, kohya or merged (a diffusers folder).")
    private ExportTarget target;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "PATH",
            description = "File or, for merged, folder to write (default: NAME-FORMAT here).")
    private Path out;

    @ArgGroup private RankChoice choice = new RankChoice();

    @Option(
            names = "--dtype",
            defaultValue = "F16",
            description = "f32, f16 (default) or bf16; for diffusers and kohya.")
    private Precision precision;

    @Option(
            names = "--with-base",
            description = "For tlora: float32 with everything, several times as large.")
    private boolean withBase;

    @Mixin private MergeOptions merging;

    @Option(
            names = "--despite-quarantine",
            description = "Exports an adapter that missed a threshold of its model all the same.")
    private boolean despiteQuarantine;

    @Option(names = "--force", description = "Replaces a file that is there.")
    private boolean force;

    @Mixin private DataFolderOption data;

    @Override
    public Integer call() throws IOException {
        requireSense();
        AdapterLocation location = AdapterLocation.find(source, data.folder());
        requireServed(location);
        Path file = out == null ? Path.of(defaultName(location)) : out;
        requireFree(file);
        try (AdapterSource opened = AdapterSource.open(location.file());
                NDManager manager = NDManager.newBaseManager();
                Adapter adapter = opened.read(manager)) {
            AdapterMetadata metadata = opened.metadata().withNotes(location.notes());
            AdapterExport export =
                    new AdapterExport(
                            adapter,
                            metadata,
                            choice.of(metadata.settings()),
                            TensorType.valueOf(precision.name()));
            write(export, location, file);
            new ExportSummary(export, target).print(file);
        }
        return 0;
    }

    private void requireSense() {
        if (target.keepsMask() && choice.isMade()) {
            throw new CommandException(
                    "--rank-at and --always-on are for formats without timesteps: diffusers,"
                            + " kohya and merged");
        }
        if (withBase && target != ExportTarget.TLORA) {
            throw new CommandException("--with-base is for --format tlora");
        }
        if (merging.isMade() && target != ExportTarget.MERGED) {
            throw new CommandException(
                    "--model, --any-base and --single-file are for --format merged");
        }
    }

    private void requireServed(AdapterLocation location) {
        if (location.quarantine().isPresent() && !despiteQuarantine) {
            throw new CommandException(
                    "the adapter of run %s is in quarantine: %s Export it with --despite-quarantine"
                            .formatted(location.name(), location.quarantine().get()));
        }
    }

    private void requireFree(Path file) {
        if (Files.exists(file) && (!force || isFolder())) {
            throw new CommandException(
                    file
                            + " exists already; name another with --out"
                            + (isFolder() ? "" : " or replace it with --force"));
        }
    }

    private boolean isFolder() {
        return target == ExportTarget.MERGED && !merging.isIntoOneFile();
    }

    private String defaultName(AdapterLocation location) {
        String name = location.name() + "-" + target.wireName();
        return isFolder() ? name : name + ".safetensors";
    }

    private void write(AdapterExport export, AdapterLocation location, Path file)
            throws IOException {
        if (target == ExportTarget.MERGED) {
            merging.write(export, location, data.folder(), file);
        } else if (withBase) {
            WholeFile.write(
                    file, stream -> AdapterFile.write(stream, export.adapter(), export.metadata()));
        } else {
            WholeFile.write(file, stream -> export.write(target.format(), stream));
        }
    }
}
