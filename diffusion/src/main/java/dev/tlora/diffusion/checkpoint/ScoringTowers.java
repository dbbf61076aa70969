package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.tensor.Precision;
import dev.tlora.diffusion.tensor.Weight;
import dev.tlora.diffusion.text.ClipTextConfig;
import dev.tlora.diffusion.text.ClipTextEncoder;
import dev.tlora.diffusion.text.ClipTokenizer;
import dev.tlora.diffusion.text.TextEncoding;
import dev.tlora.diffusion.vision.ClipVisionConfig;
import dev.tlora.diffusion.vision.ClipVisionModel;
import dev.tlora.diffusion.vision.DinoConfig;
import dev.tlora.diffusion.vision.DinoModel;
import dev.tlora.diffusion.vision.ImagePreprocessor;
import dev.tlora.diffusion.vision.ImageScorer;
import dev.tlora.diffusion.vision.TextEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The networks in a model folder that judge images. */
record ScoringTowers(DiffusersFolder model) {

    /** Both towers of CLIP, which share a file. */
    record Clip(ClipVisionModel vision, ClipTextEncoder text) {

        Map<String, Weight> weights() {
            Map<String, Weight> weights = new LinkedHashMap<>(vision.namedWeights());
            weights.putAll(text.namedWeights());
            return weights;
        }
    }

    ImageScorer imageScorer(NDManager manager) {
        Clip clip = clip();
        Component.CLIP.loadInto(clip.weights(), model, Precision.FLOAT32, manager);
        DinoModel dino =
                Component.DINO.load(
                        model,
                        Component.DINO.config(model, DinoConfig::parse),
                        DinoModel::new,
                        Precision.FLOAT32,
                        manager);
        ClipTokenizer tokenizer =
                TextTowers.owned(ClipTokenizer.fromFolder(tokenizerFolder()), manager);
        return new ImageScorer(
                clip.vision(),
                dino,
                new Reader(tokenizer, clip.text()),
                manager,
                configured(
                        Component.CLIP, ImagePreprocessor.clip(clip.vision().config().imageSize())),
                configured(Component.DINO, ImagePreprocessor.dino(dino.config().imageSize())));
    }

    private ImagePreprocessor configured(Component tower, ImagePreprocessor published) {
        String file = tower.folder() + "/preprocessor_config.json";
        return Files.exists(model.path().resolve(file))
                ? model.parse(file, published::configured)
                : published;
    }

    /** CLIP without weights. */
    Clip clip() {
        return new Clip(
                Component.CLIP.build(
                        model,
                        Component.CLIP.config(model, ClipVisionConfig::parse),
                        ClipVisionModel::new),
                Component.CLIP.build(
                        model,
                        Component.CLIP.config(model, ClipTextConfig::parse),
                        ClipTextEncoder::new));
    }

    private Path tokenizerFolder() {
        Path clip = Component.CLIP.folder(model.path());
        if (Files.isDirectory(clip.resolve("tokenizer"))) {
            return clip.resolve("tokenizer");
        }
        boolean itself =
                List.of("vocab.json", "tokenizer.json").stream()
                        .anyMatch(file -> Files.exists(clip.resolve(file)));
        return itself ? clip : model.path().resolve("tokenizer");
    }

    /** CLIP's text tower behind its tokenizer. */
    private record Reader(ClipTokenizer tokenizer, ClipTextEncoder encoder)
            implements TextEmbedder {

        @Override
        public NDArray embed(List<String> texts, NDManager owner) {
            int[][] ids = texts.stream().map(tokenizer::encode).toArray(int[][]::new);
            TextEncoding encoding = encoder.encode(ids, owner);
            encoding.hidden().close();
            return encoding.pooled();
        }

        @Override
        public boolean readsAll(String text) {
            return tokenizer.fits(text);
        }
    }
}
