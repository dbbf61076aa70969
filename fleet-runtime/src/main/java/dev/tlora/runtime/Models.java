package dev.tlora.runtime;

import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.checkpoint.RandomModel;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.Defaults;
import dev.tlora.starter.StarterModel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
    private Optional<Path> starter = Optional.empty();

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
        return ModelFolder.open(
                switch (name) {
                    case Defaults.MODEL -> starter();
                    case Defaults.RANDOM_MODEL -> random();
                    default -> named(name);
                });
    }

    private Path named(String name) {
        Path model = root.resolve(name);
        if (!NAME.matcher(name).matches() || !exists(model)) {
            throw new UnknownModelException(
                    "no model '%s' in %s; there are %s".formatted(name, root, names()));
        }
        return model;
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
                                    .map(folder -> folder.getFileName().toString())
                                    .filter(name -> !name.startsWith(Defaults.MODEL + "-")),
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

    /** The bundled model, in a folder of its version. */
    private Path starter() {
        if (starter.isEmpty()) {
            try {
                starter = Optional.of(StarterModel.below(Files.createDirectories(root)));
            } catch (IOException e) {
                throw unwritable(e);
            }
            LOGGER.infof("bundled model at hand: folder=%s", starter.orElseThrow());
        }
        return starter.orElseThrow();
    }

    private Path random() {
        Path folder = root.resolve(Defaults.RANDOM_MODEL);
        if (!exists(folder)) {
            LOGGER.infof("making a random model: folder=%s", folder);
            try {
                RandomModel.write(Files.createDirectories(root).resolve(folder), RANDOM_SEED);
            } catch (IOException e) {
                // Another process of the fleet may have been faster; its model has the same bytes.
                if (!exists(folder)) {
                    throw unwritable(e);
                }
            }
        }
        return folder;
    }

    private UnknownModelException unwritable(IOException cause) {
        return new UnknownModelException(
                "no model can be written to %s: %s".formatted(root, cause.getMessage()), cause);
    }
}
