import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.MergedAdapter;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.checkpoint.WeightLoader;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.sampling.ImageSize;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.schedule.Scheduler;
import dev.tlora.diffusion.schedule.SchedulerConfig;
import dev.tlora.diffusion.schedule.SchedulerKind;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times what the network does in a guided sampling step, without adapter and with a merged masked
 * one, in turn. The latter's steps include all merging, that of an image's start too.
 *
 * <p>Arguments: folder of the network, side of the latents, rank, steps of an image, images.
 */
final class SamplingSide {

    private static final int LATENT_PIXELS = 8;

    private final UNet plain;
    private final UNet adapted;
    private final NDManager manager;
    private final NDArray latents;
    private final int[] timesteps;

    private SamplingSide(Path network, int side, int steps, NDManager manager) throws Exception {
        plain = load(network, manager);
        adapted = load(network, manager);
        this.manager = manager;
        latents = manager.randomNormal(new Shape(2, 4, side, side));
        try (Scheduler euler =
                SchedulerKind.EULER.create(NoiseSchedule.from(SchedulerConfig.sdxl()), steps)) {
            timesteps = euler.timesteps();
        }
    }

    public static void main(String[] arguments) throws Exception {
        int side = Integer.parseInt(arguments[1]);
        int rank = Integer.parseInt(arguments[2]);
        int steps = Integer.parseInt(arguments[3]);
        int images = Integer.parseInt(arguments[4]);
        try (NDManager manager = NDManager.newBaseManager()) {
            SamplingSide sides =
                    new SamplingSide(Path.of(arguments[0], "unet"), side, steps, manager);
            Gradients.without(() -> sides.compare(rank, images));
        }
    }

    private Void compare(int rank, int images) {
        AdapterSettings settings =
                new AdapterSettings(
                        AdapterMethod.TLORA,
                        new RankSchedule(rank, rank / 2, 1),
                        Initialisation.RANDOM_LAST,
                        0);
        try (Adapter adapter = Adapter.create(settings, adapted, manager);
                MergedAdapter merged = new MergedAdapter(adapted)) {
            merged.use(adapter);
            for (int image = 0; image < images; image++) {
                denoise(merged, rank);
            }
        }
        return null;
    }

    private void denoise(MergedAdapter merged, int rank) {
        double[] without = new double[timesteps.length];
        double[] with = new double[timesteps.length];
        try (NDManager scope = manager.newSubManager()) {
            Conditioning prompt = prompt(scope);
            for (int i = 0; i < timesteps.length; i++) {
                int timestep = timesteps[i];
                without[i] = seconds(plain, prompt, timestep, scope, () -> {});
                with[i] =
                        seconds(adapted, prompt, timestep, scope, () -> merged.atTimestep(timestep));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "rank %d, %d steps: %.0f ms a step without adapter, %.0f ms with;"
                        + " ratio of the sums %.3f, of the medians %.3f%n",
                rank,
                timesteps.length,
                1e3 * median(without),
                1e3 * median(with),
                Arrays.stream(with).sum() / Arrays.stream(without).sum(),
                median(with) / median(without));
    }

    private double seconds(
            UNet unet, Conditioning prompt, int timestep, NDManager scope, Runnable before) {
        NDArray told = scope.create(new float[] {timestep, timestep});
        long begin = System.nanoTime();
        before.run();
        unet.forward(latents, told, prompt).close();
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
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

    private Conditioning prompt(NDManager scope) {
        UNetConfig config = plain.config();
        int pooled = config.pooledSize() - 6 * config.timeIdSize();
        int pixels = LATENT_PIXELS * (int) latents.getShape().get(2);
        return new Conditioning(
                scope.randomNormal(new Shape(2, 77, config.hiddenSize())),
                scope.randomNormal(new Shape(2, pooled)),
                ImageSize.square(pixels).timeIds(2, scope));
    }
}
