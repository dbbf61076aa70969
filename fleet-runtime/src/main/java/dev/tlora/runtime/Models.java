package dev.tlora.runtime;

import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.checkpoint.RandomModel;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.Defaults;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * The base models by name: folders and single checkpoint files below {@code tlora.models}. The
 * models named {@code starter} and {@code random} are made on first use, so that a fresh
 * installation works.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class Models {

    private static final Logger LOGGER = Logger.getLogger(Models.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final long RANDOM_SEED = 1;
    private static final List<String> BUILT_IN = List.of(Defaults.MODEL, Defaults.RANDOM_MODEL);

    private final Path root;

    @Inject
    Models(FleetConfig config) {
        root = config.models().toAbsolutePath();
    }

    /**
     * Opens a model's folder; its networks are loaded when asked for.
     *
     * @throws UnknownModelException when there is none of this name, listing those there are
     */
    public synchronized ModelFolder open(String name) {
        Path folder = root.resolve(name);
        if (!NAME.matcher(name).matches() || (!exists(folder) && !BUILT_IN.contains(name))) {
            throw new UnknownModelException(
                    "no model '%s' in %s; there are %s".formatted(name, root, names()));
        }
        if (!exists(folder)) {
            make(folder);
        }
        return ModelFolder.open(folder);
    }

    /** What events say about a model. */
    public BaseModel describe(String name) {
        ModelFolder folder = open(name);
        return new BaseModel(name, folder.hash(), folder.untrained());
    }

    /** Names of the models at hand, sorted. */
    public List<String> names() {
        if (!Files.isDirectory(root)) {
            return BUILT_IN.stream().sorted().toList();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return Stream.concat(
                            folders.filter(Models::exists)
                                    .map(folder -> folder.getFileName().toString()),
                            BUILT_IN.stream())
                    .distinct()
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UnknownModelException(root + " cannot be listed: " + e.getMessage(), e);
        }
    }

    /** A folder, or a checkpoint in a single file. */
    private static boolean exists(Path model) {
        return Files.isRegularFile(model.resolve("model_index.json"))
                || (Files.isRegularFile(model) && model.toString().endsWith(".safetensors"));
    }

    private void make(Path folder) {
        LOGGER.infof("making a built-in model: folder=%s", folder);
        try {
            Files.createDirectories(root);
            RandomModel.write(folder, RANDOM_SEED);
        } catch (IOException e) {
            // Another process of the fleet may have been faster; its model has the same bytes.
            if (!exists(folder)) {
                throw new UnknownModelException(
                        "the model cannot be written to %s: %s".formatted(folder, e.getMessage()),
                        e);
            }
        }
    }
}
