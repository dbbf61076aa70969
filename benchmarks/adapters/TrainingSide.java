import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.checkpoint.WeightLoader;
import dev.tlora.diffusion.concept.ConceptImage;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.schedule.SchedulerConfig;
import dev.tlora.diffusion.training.AdapterTrainer;
import dev.tlora.diffusion.training.TrainingSettings;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;

/** This project's side: a step for each request on standard input, as {@code reference_training.py}. */
final class TrainingSide {

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0], "unet");
        int side = Integer.parseInt(arguments[1]);
        int rank = Integer.parseInt(arguments[2]);
        AdapterMethod method = AdapterMethod.of(arguments[3]);
        try (NDManager manager = NDManager.newBaseManager()) {
            UNet unet = load(folder, manager);
            RankSchedule ranks = new RankSchedule(rank, rank / 2, 1);
            AdapterSettings settings =
                    new AdapterSettings(method, ranks, Initialisation.RANDOM_LAST, 0);
            Adapter adapter = Adapter.create(settings, unet, manager);
            AdapterTrainer trainer =
                    new AdapterTrainer(
                            unet,
                            NoiseSchedule.from(SchedulerConfig.sdxl()),
                            concept(unet.config(), side, manager),
                            adapter,
                            new TrainingSettings(1_000_000, 1e-4, 1e-4, 0, 0, 999));
            System.out.println("ready");
            Scanner requests = new Scanner(System.in);
            while (requests.hasNextInt()) {
                int steps = requests.nextInt();
                long begin = System.nanoTime();
                for (int i = 0; i < steps; i++) {
                    trainer.step();
                }
                System.out.println((System.nanoTime() - begin) / 1e9);
            }
        }
    }

    private static UNet load(Path folder, NDManager manager) throws Exception {
        UNetConfig config =
                UNetConfig.parse(
                        new ObjectMapper().readTree(folder.resolve("config.json").toFile()));
        UNet unet = new UNet(config);
        Path weights = folder.resolve("diffusion_pytorch_model.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(weights)) {
            WeightLoader.load(unet, file, manager);
        }
        return unet;
    }

    private static PreparedConcept concept(UNetConfig config, int side, NDManager manager) {
        Shape latents = new Shape(1, 4, side, side);
        NDArray timeIds = manager.create(new float[] {8 * side, 8 * side, 0, 0, 8 * side, 8 * side});
        ConceptImage image =
                new ConceptImage(
                        manager.randomNormal(latents).mul(5),
                        manager.zeros(latents).sub(20),
                        manager.ones(new Shape(1, 1, side, side)),
                        timeIds.reshape(1, 6));
        int pooled = config.pooledSize() - 6 * config.timeIdSize();
        return new PreparedConcept(
                List.of(image),
                manager.randomNormal(new Shape(1, 77, config.hiddenSize())),
                manager.randomNormal(new Shape(1, pooled)),
                0.13025);
    }
}
