package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.schedule.SchedulerConfig;
import dev.tlora.diffusion.text.PromptEncoder;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import dev.tlora.diffusion.vae.Vae;
import dev.tlora.diffusion.vae.VaeConfig;
import dev.tlora.diffusion.vision.ImageScorer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An SDXL model as diffusers stores it: {@code model_index.json} and a folder for each network.
 *
 * <p>Opening reads configurations only; each network is loaded when it is asked for, strictly, in
 * float32, into a child of the manager that is given. Nothing is kept between calls, so ask once.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class ModelFolder {

    /** What {@link RandomModel} writes into its {@code model_index.json}. */
    private static final String UNTRAINED = "_tlora_untrained";

    private static final String PIPELINE = "StableDiffusionXLPipeline";

    /** Pixels per latent along each side; the same for every SDXL VAE. */
    private static final int DOWNSCALE = 8;

    private final Path folder;
    private final UNetConfig unetConfig;
    private final VaeConfig vaeConfig;
    private final NoiseSchedule noiseSchedule;
    private final boolean untrained;

    private ModelFolder(Path folder, JsonNode index) {
        this.folder = folder;
        unetConfig = Component.UNET.config(folder, UNetConfig::parse);
        vaeConfig = Component.VAE.config(folder, VaeConfig::parse);
        noiseSchedule =
                NoiseSchedule.from(
                        JsonFile.parse(
                                folder.resolve("scheduler").resolve("scheduler_config.json"),
                                SchedulerConfig::parse));
        untrained = index.path(UNTRAINED).asBoolean(false);
        requireFit();
    }

    /**
     * Opens a model.
     *
     * @throws CheckpointException naming the file that is missing or that makes it something else
     *     than an SDXL model
     */
    public static ModelFolder open(Path folder) {
        JsonNode index =
                JsonFile.parse(folder.resolve("model_index.json"), ModelFolder::requireSdxl);
        return new ModelFolder(folder, index);
    }

    private static JsonNode requireSdxl(JsonNode index) {
        String pipeline = index.path("_class_name").asText("absent");
        if (!pipeline.equals(PIPELINE)) {
            throw new CheckpointException(
                    "_class_name is %s, supported is %s; give the folder of an SDXL base model"
                            .formatted(pipeline, PIPELINE));
        }
        if (!index.path("force_zeros_for_empty_prompt").asBoolean(true)) {
            throw new CheckpointException(
                    "force_zeros_for_empty_prompt is false; set it to true to sample with zeros"
                            + " for the empty prompt all the same");
        }
        return index;
    }

    private void requireFit() {
        if (vaeConfig.downscale() != DOWNSCALE) {
            throw new CheckpointException(
                    "%s: the VAE has %d pixels per latent, supported are %d"
                            .formatted(folder, vaeConfig.downscale(), DOWNSCALE));
        }
        int latents = vaeConfig.latentChannels();
        if (unetConfig.inChannels() != latents || unetConfig.outChannels() != latents) {
            throw new CheckpointException(
                    "%s: the VAE has %d latent channels, the U-Net takes %d and gives %d"
                            .formatted(
                                    folder,
                                    latents,
                                    unetConfig.inChannels(),
                                    unetConfig.outChannels()));
        }
    }

    public Path path() {
        return folder;
    }

    /**
     * SHA-256 of the U-Net's weight files in the order of their names, which is what an adapter
     * fits. Takes seconds for gigabytes; remembered in this process.
     */
    public String hash() {
        return FileHash.sha256(Component.UNET.weights(folder).files());
    }

    /** Whether nobody trained the model, so that its images are noise. */
    public boolean untrained() {
        return untrained;
    }

    public UNetConfig unetConfig() {
        return unetConfig;
    }

    /** Native height and width of its images in pixels. */
    public int resolution() {
        return unetConfig.sampleSize() * vaeConfig.downscale();
    }

    /** The largest rank that an adapter of every attention projection may have. */
    public int maxAdapterRank() {
        return Component.UNET
                .build(folder, unetConfig, UNet::new)
                .adaptedProjections()
                .values()
                .stream()
                .mapToInt(linear -> Math.toIntExact(Math.min(linear.in(), linear.out())))
                .min()
                .orElseThrow(() -> new CheckpointException(folder + ": no attention to adapt"));
    }

    public NoiseSchedule noiseSchedule() {
        return noiseSchedule;
    }

    public UNet unet(NDManager manager) {
        return Component.UNET.load(folder, unetConfig, UNet::new, manager);
    }

    /** The U-Net's tensors as its files hold them; close the result. */
    public StoredTensors unetTensors() {
        return new StoredTensors(Component.UNET.weights(folder).open());
    }

    public Vae vae(NDManager manager) {
        return Component.VAE.load(folder, vaeConfig, Vae::new, manager);
    }

    /**
     * Both text encoders with their tokenizers; closing {@code manager} frees them.
     *
     * @throws CheckpointException also when their widths are not what the U-Net takes
     */
    public PromptEncoder promptEncoder(NDManager manager) {
        return new TextTowers(folder).promptEncoder(unetConfig, manager);
    }

    /** Whether the folder has what {@link #imageScorer} needs, {@code clip/} and {@code dino/}. */
    public boolean canScore() {
        return Files.isDirectory(Component.CLIP.folder(folder))
                && Files.isDirectory(Component.DINO.folder(folder));
    }

    /**
     * CLIP from {@code clip/} and DINO from {@code dino/}, in the layout of transformers' {@code
     * CLIPModel} and {@code ViTModel}; closing {@code manager} frees them. CLIP's tokenizer is
     * taken from {@code clip/tokenizer}, else from {@code clip} itself, else from the model, since
     * every published CLIP has the same.
     */
    public ImageScorer imageScorer(NDManager manager) {
        if (!canScore()) {
            throw new CheckpointException(
                    folder + " lacks clip or dino; add both folders to have images scored");
        }
        return new ScoringTowers(folder).imageScorer(manager);
    }
}
