package dev.tlora.evaluator.scoring;

import dev.tlora.diffusion.checkpoint.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A model that can score and nothing else: the towers of {@code tools/fixtures/make_scoring.py}
 * beside the configurations that a model folder cannot do without.
 */
final class FixtureModel {

    private static final List<String> CONFIGURATIONS =
            List.of(
                    "model_index.json",
                    "scheduler/scheduler_config.json",
                    "unet/config.json",
                    "vae/config.json");

    private static final List<String> TOWERS =
            List.of(
                    "clip/config.json",
                    "clip/model.safetensors",
                    "clip/vocab.json",
                    "clip/merges.txt",
                    "clip/tokenizer_config.json",
                    "dino/config.json",
                    "dino/model.safetensors");

    private FixtureModel() {}

    static ModelFolder write(Path folder) {
        try {
            for (String file : CONFIGURATIONS) {
                Path target = folder.resolve(file);
                Files.createDirectories(target.getParent());
                try (InputStream source =
                        ModelFolder.class.getResourceAsStream("random-model/" + file)) {
                    Files.copy(source, target);
                }
            }
            for (String file : TOWERS) {
                Path target = folder.resolve(file);
                Files.createDirectories(target.getParent());
                Files.copy(fixture(file), target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ModelFolder.open(folder);
    }

    static Path fixture(String name) {
        URL found = FixtureModel.class.getResource("/fixtures/scoring/" + name);
        if (found == null) {
            throw new AssertionError("no fixture '" + name + "'; see tools/fixtures");
        }
        try {
            return Path.of(found.toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
