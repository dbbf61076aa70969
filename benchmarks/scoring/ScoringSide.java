import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.checkpoint.WeightLoader;
import dev.tlora.diffusion.image.ImageLoader;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.tensor.CheckpointBlock;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.vision.ClipVisionConfig;
import dev.tlora.diffusion.vision.ClipVisionModel;
import dev.tlora.diffusion.vision.DinoConfig;
import dev.tlora.diffusion.vision.DinoModel;
import dev.tlora.diffusion.vision.ImageScorer;
import dev.tlora.diffusion.vision.UnitVector;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.stream.Stream;

/**
 * This project's side: for each number on standard input, so many batches from files to embeddings.
 */
final class ScoringSide {

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder.resolve("images"))) {
            files = listed.sorted().toList();
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            ObjectMapper json = new ObjectMapper();
            ClipVisionModel clip =
                    new ClipVisionModel(
                            ClipVisionConfig.parse(
                                    json.readTree(folder.resolve("clip/config.json").toFile())));
            DinoModel dino =
                    new DinoModel(
                            DinoConfig.parse(
                                    json.readTree(folder.resolve("dino/config.json").toFile())));
            load(clip, folder.resolve("clip"), manager);
            load(dino, folder.resolve("dino"), manager);
            ImageScorer scorer =
                    new ImageScorer(
                            clip, dino, (texts, owner) -> owner.zeros(new Shape(1)), manager);
            ImageLoader loader = new ImageLoader();
            System.out.println("ready");
            Scanner requests = new Scanner(System.in);
            while (requests.hasNextInt()) {
                int batches = requests.nextInt();
                double sum = 0;
                long begin = System.nanoTime();
                for (int i = 0; i < batches; i++) {
                    sum = batch(scorer, loader, files);
                }
                System.out.println((System.nanoTime() - begin) / 1e9 + " " + sum);
            }
        }
    }

    /** The first numbers of all embeddings, summed, so that both sides can be compared. */
    private static double batch(ImageScorer scorer, ImageLoader loader, List<Path> files) {
        return Gradients.without(
                () -> {
                    List<BufferedImage> images = files.parallelStream().map(loader::load).toList();
                    double sum = 0;
                    for (UnitVector seen : scorer.throughClip(images)) {
                        sum += seen.values()[0];
                    }
                    for (UnitVector seen : scorer.throughDino(images)) {
                        sum += seen.values()[0];
                    }
                    return sum;
                });
    }

    private static void load(CheckpointBlock network, Path folder, NDManager manager) {
        try (SafetensorsFile weights = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
            WeightLoader.load(network, weights, manager);
        }
    }
}
