package dev.tlora.standalone.command;

import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.format.AdapterExport;
import dev.tlora.diffusion.adapter.format.MergedModel;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.schemas.Defaults;
import dev.tlora.starter.StarterModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which model an adapter is merged into, and in which shape the result is written. */
final class MergeOptions {

    @Option(
            names = "--model",
            paramLabel = "FOLDER",
            description = "For merged: the base model (default: the run's).")
    private Path model;

    @Option(
            names = "--any-base",
            description = "For merged: accepts a file that does not say what it was trained on.")
    private boolean anyBase;

    @Option(
            names = "--single-file",
            description =
                    "For merged: one file under SDXL's own names instead of a folder; the whole"
                            + " model where the base is such a file, else its U-Net.")
    private boolean singleFile;

    boolean isMade() {
        return model != null || anyBase || singleFile;
    }

    boolean isIntoOneFile() {
        return singleFile;
    }

    /**
     * Writes the base model with the adapter in its weights.
     *
     * @param written a file or a folder, as {@link #isIntoOneFile} says
     * @throws CommandException when there is no base to merge into, or none of this shape
     */
    void write(AdapterExport export, AdapterLocation location, Path dataFolder, Path written)
            throws IOException {
        ModelFolder base = ModelFolder.open(modelFolder(location, dataFolder));
        requireFitting(base, export.metadata(), location.file());
        int components = export.rank().components();
        Map<String, String> about = export.metadata().toStrings(AdapterMetadata.FOREIGN_PREFIX);
        if (singleFile) {
            WholeFile.write(
                    written,
                    stream ->
                            MergedModel.writeFile(
                                    base, export.adapter(), components, about, stream));
        } else {
            MergedModel.write(base, export.adapter(), components, about, written);
        }
    }

    private void requireFitting(ModelFolder base, AdapterMetadata metadata, Path adapter) {
        boolean unknown = metadata.baseModelHash().isEmpty();
        if (!unknown || !anyBase) {
            AdapterFile.requireBase(adapter, metadata, base.hash());
        }
        if (base.isSingleFile() && !singleFile) {
            throw new CommandException(base.path() + " is one file; add --single-file");
        }
    }

    private Path modelFolder(AdapterLocation location, Path dataFolder) throws IOException {
        if (model != null) {
            return model;
        }
        String name =
                location.modelName(dataFolder)
                        .orElseThrow(
                                () ->
                                        new CommandException(
                                                "name the folder of the base model with"
                                                        + " --model"));
        Path models = dataFolder.resolve("models");
        return name.equals(Defaults.MODEL) ? StarterModel.below(models) : models.resolve(name);
    }
}
