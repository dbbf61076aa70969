import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterMethod;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.Initialisation;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.checkpoint.WeightLoader;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.tensor.Precision;
import dev.tlora.diffusion.text.ClipTextConfig;
import dev.tlora.diffusion.text.ClipTextEncoder;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.vae.Vae;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Our side of compare.py: reads operations from stdin, answers with seconds. */
public final class NetworkBenchmark {

    private static final int RANK = 16;

    /** At which 12 of the 16 components are active. */
    private static final int TIMESTEP = 400;

    private static final Shape LATENTS = new Shape(1, 4, 64, 64);

    private final Path model;
    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray sample = manager.randomNormal(LATENTS);
    private final NDArray pixels = manager.randomUniform(-1, 1, new Shape(1, 3, 512, 512));
    private final int[][] ids = {new int[77]};
    private UNet unet;
    private Conditioning conditioning;
    private Map<String, NDArray> trainable = Map.of();
    private Vae vae;
    private ClipTextEncoder first;
    private ClipTextEncoder second;

    private NetworkBenchmark(Path model) {
        this.model = model;
        for (int i = 0; i < 77; i++) {
            ids[0][i] = 1000 + 500 * i;
        }
        ids[0][76] = 49407;
    }

    public static void main(String... arguments) throws IOException {
        NetworkBenchmark networks = new NetworkBenchmark(Path.of(arguments[0]));
        networks.loadLibraries();
        System.out.println("ready");
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.equals("memory")) {
                System.out.println(peakMebibytes());
                continue;
            }
            long begun = System.nanoTime();
            networks.run(line);
            System.out.println((System.nanoTime() - begun) / 1e9);
        }
    }

    /** What importing its libraries is on the other side. */
    private void loadLibraries() throws IOException {
        new ObjectMapper().readTree("{}");
        Kernel.SILU.call(sample).close();
    }

    private void run(String operation) throws IOException {
        switch (operation) {
            case "load-unet" -> loadUnet(Precision.FLOAT32);
            case "load-unet-bfloat16" -> loadUnet(Precision.BFLOAT16);
            case "forward" -> Gradients.without(this::denoise).close();
            case "adapt" -> adapt();
            case "backward" -> backward();
            case "recompute" -> {
                unet.setRecomputes(true);
                backward();
            }
            case "load-vae" -> vae = ModelFolder.open(model).vae(manager);
            case "encode" -> Gradients.without(() -> vae.encode(pixels)).close();
            case "decode" -> Gradients.without(() -> vae.decode(sample)).close();
            case "load-text" -> {
                first = text("text_encoder");
                second = text("text_encoder_2");
            }
            case "text" -> {
                first.encode(ids, manager).close();
                second.encode(ids, manager).close();
            }
            default -> throw new IllegalArgumentException(operation);
        }
    }

    private void loadUnet(Precision precision) {
        unet = ModelFolder.open(model).unet(precision, manager);
        int pooled = unet.config().pooledSize() - 6 * unet.config().timeIdSize();
        conditioning =
                new Conditioning(
                        manager.randomNormal(new Shape(1, 77, unet.config().hiddenSize())),
                        manager.randomNormal(new Shape(1, pooled)),
                        manager.create(new float[] {512, 512, 0, 0, 512, 512}, new Shape(1, 6)));
    }

    private NDArray denoise() {
        try (NDArray timestep = manager.create(new float[] {TIMESTEP})) {
            return unet.forward(sample, timestep, conditioning);
        }
    }

    private void adapt() {
        AdapterSettings settings =
                new AdapterSettings(
                        AdapterMethod.TLORA,
                        new RankSchedule(RANK, RANK / 2, 1),
                        Initialisation.RANDOM_LAST,
                        0);
        Adapter adapter = Adapter.create(settings, unet, manager);
        trainable = adapter.trainable();
        trainable.values().forEach(array -> array.setRequiresGradient(true));
        adapter.attachTo(unet);
        adapter.atTimestep(TIMESTEP);
    }

    private void backward() {
        try (NDManager step = NDManager.subManagerOf(sample)) {
            step.tempAttachAll(sample);
            Gradients.backward(() -> Kernel.MSE.call(denoise(), sample));
        }
        trainable.values().forEach(Gradients::clear);
    }

    private ClipTextEncoder text(String folder) throws IOException {
        Path config = model.resolve(folder).resolve("config.json");
        ClipTextEncoder encoder =
                new ClipTextEncoder(
                        ClipTextConfig.parse(new ObjectMapper().readTree(config.toFile())));
        try (SafetensorsFile file =
                SafetensorsFile.open(model.resolve(folder).resolve("model.safetensors"))) {
            WeightLoader.load(encoder, file, manager);
        }
        return encoder;
    }

    private static double peakMebibytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no VmHWM");
    }
}
