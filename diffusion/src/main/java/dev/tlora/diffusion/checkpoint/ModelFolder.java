package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.schedule.SchedulerConfig;
import dev.tlora.diffusion.tensor.Precision;
import dev.tlora.diffusion.text.PromptEncoder;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import dev.tlora.diffusion.vae.Vae;
import dev.tlora.diffusion.vae.VaeConfig;
import dev.tlora.diffusion.vision.ImageScorer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An SDXL model: a folder as diffusers stores it, {@code model_index.json} and a folder for each
 * network, or a single checkpoint file, which is taken for SDXL base.
 *
 * <p>Opening reads configurations only; each network is loaded when it is asked for, strictly, into
 * a child of the manager that is given. Nothing is kept between calls, so ask once. Where weights
 * need no conversion they stay in the mapped file, which therefore must not be overwritten in
 * place.
 *
 * <p>Immutable; safe for use by several threads.
 */
public final class ModelFolder {

    /** What {@link RandomModel} writes into its {@code model_index.json}. */
    private static final String UNTRAINED = "_tlora_untrained";

    private static final String PIPELINE = "StableDiffusionXLPipeline";

    /** Pixels per latent along each side; the same for every SDXL VAE. */
    private static final int DOWNSCALE = 8;

    private final ModelSource source;
    private final UNetConfig unetConfig;
    private final VaeConfig vaeConfig;
    private final NoiseSchedule noiseSchedule;
    private final boolean untrained;

    private ModelFolder(ModelSource source) {
        this.source = source;
        JsonNode index = source.parse("model_index.json", ModelFolder::requireSdxl);
        unetConfig = Component.UNET.config(source, UNetConfig::parse);
        vaeConfig = Component.VAE.config(source, VaeConfig::parse);
        noiseSchedule =
                NoiseSchedule.from(
                        source.parse("scheduler/scheduler_config.json", SchedulerConfig::parse));
        untrained = index.path(UNTRAINED).asBoolean(false);
        requireFit();
    }

    /**
     * Opens a model.
     *
     * @throws CheckpointException naming the file that is missing or that makes it something else
     *     than an SDXL model
     */
    public static ModelFolder open(Path path) {
        return of(ModelSource.at(path));
    }

    static ModelFolder of(ModelSource source) {
        return new ModelFolder(source);
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
                            .formatted(source.path(), vaeConfig.downscale(), DOWNSCALE));
        }
        int latents = vaeConfig.latentChannels();
        if (unetConfig.inChannels() != latents || unetConfig.outChannels() != latents) {
            throw new CheckpointException(
                    "%s: the VAE has %d latent channels, the U-Net takes %d and gives %d"
                            .formatted(
                                    source.path(),
                                    latents,
                                    unetConfig.inChannels(),
                                    unetConfig.outChannels()));
        }
    }

    public Path path() {
        return source.path();
    }

    /**
     * SHA-256 of the U-Net's weight files in the order of their names, which is what an adapter
     * fits; of the whole file where there is one alone. Takes seconds for gigabytes; remembered in
     * this process.
     */
    public String hash() {
        return FileHash.sha256(source.files(Component.UNET));
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
                .build(source, unetConfig, UNet::new)
                .adaptedProjections()
                .values()
                .stream()
                .mapToInt(linear -> Math.toIntExact(Math.min(linear.in(), linear.out())))
                .min()
                .orElseThrow(
                        () -> new CheckpointException(source.path() + ": no attention to adapt"));
    }

    /** What its networks take in memory when they are loaded in {@code precision}. */
    public Footprint footprint(Precision precision) {
        return new ModelSurvey(source).footprint(precision, resolution());
    }

    /**
     * Checks that the weights of all networks are there, by name and shape; reads none of them.
     *
     * @throws CheckpointException naming the file and the tensor that does not fit
     */
    public void requireWhole() {
        new ModelSurvey(source).requireWhole();
    }

    public NoiseSchedule noiseSchedule() {
        return noiseSchedule;
    }

    /** The U-Net, in the precision that the manager's device computes well. */
    public UNet unet(NDManager manager) {
        return unet(Precision.of(manager.getDevice()), manager);
    }

    public UNet unet(Precision precision, NDManager manager) {
        return Component.UNET.load(source, unetConfig, UNet::new, precision, manager);
    }

    /** The U-Net's tensors as its files hold them; close the result. */
    public StoredTensors unetTensors() {
        UNet unet = Component.UNET.build(source, unetConfig, UNet::new);
        return new StoredTensors(source.open(Component.UNET, unet.namedWeights().keySet()));
    }

    /** Whether the model is one checkpoint file. */
    public boolean isSingleFile() {
        return source instanceof SingleFile;
    }

    /**
     * The tensors of all networks as one checkpoint file holds them; empty for a folder. Close the
     * result.
     */
    public Optional<StoredTensors> singleFileTensors() {
        return source instanceof SingleFile file
                ? Optional.of(file.allTensors())
                : Optional.empty();
    }

    /** What a single checkpoint file calls a weight of the U-Net. */
    public String nameInSingleFile(String weight) {
        return SingleFile.unetName(unetConfig, weight);
    }

    /** The VAE, in the precision that the manager's device computes well. */
    public Vae vae(NDManager manager) {
        return vae(Precision.of(manager.getDevice()), manager);
    }

    /** The VAE; in float32 all the same where its configuration has {@code force_upcast}. */
    public Vae vae(Precision precision, NDManager manager) {
        return Component.VAE.load(
                source, vaeConfig, Vae::new, vaeConfig.effective(precision), manager);
    }

    /**
     * Both text encoders with their tokenizers, in the precision that the manager's device computes
     * well; closing {@code manager} frees them.
     *
     * @throws CheckpointException also when their widths are not what the U-Net takes
     */
    public PromptEncoder promptEncoder(NDManager manager) {
        return promptEncoder(Precision.of(manager.getDevice()), manager);
    }

    public PromptEncoder promptEncoder(Precision precision, NDManager manager) {
        return new TextTowers(source).promptEncoder(unetConfig, precision, manager);
    }

    /** Whether the folder has what {@link #imageScorer} needs, {@code clip/} and {@code dino/}. */
    public boolean canScore() {
        return source.has(Component.CLIP) && source.has(Component.DINO);
    }

    /**
     * CLIP from {@code clip/} and DINO from {@code dino/}, in the layout of transformers' {@code
     * CLIPModel} and {@code ViTModel}; closing {@code manager} frees them. CLIP's tokenizer is
     * taken from {@code clip/tokenizer}, else from {@code clip} itself, else from the model, since
     * every published CLIP has the same.
     */
    public ImageScorer imageScorer(NDManager manager) {
        if (source instanceof DiffusersFolder folder && canScore()) {
            return new ScoringTowers(folder).imageScorer(manager);
        }
        throw new CheckpointException(
                source.path() + " lacks clip or dino; add both folders to have images scored");
    }
}
