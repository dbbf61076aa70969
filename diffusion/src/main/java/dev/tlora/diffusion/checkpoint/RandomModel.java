package dev.tlora.diffusion.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.text.ClipTextConfig;
import dev.tlora.diffusion.text.ClipTextEncoder;
import dev.tlora.diffusion.text.ClipTokenizer;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import dev.tlora.diffusion.vae.Vae;
import dev.tlora.diffusion.vae.VaeConfig;
import dev.tlora.diffusion.vision.DinoConfig;
import dev.tlora.diffusion.vision.DinoModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A model of SDXL's shape that nobody trained: a few megabytes, made in seconds, native to 128
 * pixels. Everything works on it as on the real one, but its images are noise.
 */
public final class RandomModel {

    /** Beside this class; their sizes are what makes the model small. */
    private static final String CONFIGURATIONS = "random-model/";

    private static final List<String> FILES =
            List.of(
                    "model_index.json",
                    "scheduler/scheduler_config.json",
                    "unet/config.json",
                    "vae/config.json",
                    "text_encoder/config.json",
                    "text_encoder_2/config.json",
                    "clip/config.json",
                    "dino/config.json");

    /** What SDXL's tokenizers pad with: the end mark and "!". */
    private static final int FIRST_PAD = 49407;

    private static final int SECOND_PAD = 0;

    private final Path folder;
    private final RandomWeights weights;

    private RandomModel(Path folder, RandomWeights weights) {
        this.folder = folder;
        this.weights = weights;
    }

    /**
     * Writes a model folder; the same seed gives the same bytes. It appears whole or not at all.
     *
     * @param folder must not exist yet, or be empty
     * @throws IOException when the folder is taken or cannot be written
     */
    public static void write(Path folder, long seed) throws IOException {
        Path target = folder.toAbsolutePath();
        Path draft = target.resolveSibling(target.getFileName() + ".tmp-" + UUID.randomUUID());
        Files.createDirectories(draft);
        try {
            new RandomModel(draft, new RandomWeights(seed)).writeFiles();
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            deleteIfExists(draft);
        }
    }

    private void writeFiles() throws IOException {
        for (String file : FILES) {
            copy(file);
        }
        fill(Component.UNET, UNetConfig::parse, UNet::new);
        fill(Component.VAE, VaeConfig::parse, Vae::new);
        fill(Component.TEXT_ENCODER, ClipTextConfig::parse, ClipTextEncoder::new);
        fill(Component.TEXT_ENCODER_2, ClipTextConfig::parse, ClipTextEncoder::new);
        weights.write(
                Component.CLIP.weightFile(folder),
                new ScoringTowers(new DiffusersFolder(folder)).clip().weights());
        fill(Component.DINO, DinoConfig::parse, DinoModel::new);
        writeTokenizer("tokenizer", FIRST_PAD);
        writeTokenizer("tokenizer_2", SECOND_PAD);
    }

    private void copy(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (InputStream in = RandomModel.class.getResourceAsStream(CONFIGURATIONS + name)) {
            Files.copy(in, file);
        }
    }

    private <C, N extends CheckpointBlock> void fill(
            Component component, Function<JsonNode, C> parser, Function<C, N> constructor)
            throws IOException {
        ModelSource model = new DiffusersFolder(folder);
        N network = component.build(model, component.config(model, parser), constructor);
        weights.write(component.weightFile(folder), network.namedWeights());
    }

    private void writeTokenizer(String name, int padTokenId) throws IOException {
        try (ClipTokenizer tokenizer = ClipTokenizer.bundled(padTokenId)) {
            tokenizer.write(folder.resolve(name));
        }
    }

    private static void deleteIfExists(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
