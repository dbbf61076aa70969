package dev.tlora.diffusion.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.text.ClipTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code model_index.json} and a folder for each network, in float32 or as a variant, sharded. */
record DiffusersFolder(Path path) implements ModelSource {

    @Override
    public JsonNode json(String file) {
        return JsonFile.read(path.resolve(file));
    }

    @Override
    public String nameOf(String file) {
        return path.resolve(file).toString();
    }

    @Override
    public boolean has(Component component) {
        return Files.isDirectory(component.folder(path));
    }

    @Override
    public List<Path> files(Component component) {
        return component.weights(path).files();
    }

    @Override
    public OpenWeights open(Component component, Set<String> wanted) {
        return component.adapted(component.weights(path).open());
    }

    @Override
    public ClipTokenizer tokenizer(String name) {
        return ClipTokenizer.fromFolder(path.resolve(name));
    }
}
