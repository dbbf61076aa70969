package dev.tlora.diffusion.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.text.ClipTokenizer;
import dev.tlora.diffusion.unet.UNetConfig;
import dev.tlora.diffusion.vae.VaeConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * A whole model in one safetensors file, under the names of the code that SDXL was trained with. It
 * holds no configuration, so it is taken for SDXL base, whose VAE scales by 0.13025.
 *
 * @param configs configurations by their place in a diffusers folder
 */
record SingleFile(Path path, Function<String, JsonNode> configs) implements ModelSource {

    private static final Map<Component, String> PREFIXES =
            Map.of(
                    Component.UNET, "model.diffusion_model.",
                    Component.VAE, "first_stage_model.",
                    Component.TEXT_ENCODER, "conditioner.embedders.0.transformer.",
                    Component.TEXT_ENCODER_2, "conditioner.embedders.1.model.");

    /** The temperature of the loss that CLIP was trained with, and the denoiser's own table. */
    private static final Set<String> UNUSED =
            Set.of("conditioner.embedders.1.model.logit_scale", "denoiser.sigmas");

    private static final int FIRST_PAD = 49407;
    private static final int SECOND_PAD = 0;

    static SingleFile open(Path path) {
        return new SingleFile(path, SdxlBase::json).requireSdxl();
    }

    /**
     * Checks the names.
     *
     * @throws CheckpointException naming the file and a tensor that SDXL has not
     */
    SingleFile requireSdxl() {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            for (String name : file.names()) {
                if (!UNUSED.contains(name)
                        && PREFIXES.values().stream().noneMatch(name::startsWith)) {
                    throw new CheckpointException(
                            "%s has unexpected tensor '%s', which SDXL base has not; give an SDXL"
                                            .formatted(path, name)
                                    + " checkpoint or a diffusers folder");
                }
            }
        }
        return this;
    }

    @Override
    public JsonNode json(String file) {
        return configs.apply(file);
    }

    @Override
    public String nameOf(String file) {
        return path + " (" + file + " of SDXL base)";
    }

    @Override
    public boolean has(Component component) {
        return PREFIXES.containsKey(component);
    }

    @Override
    public List<Path> files(Component component) {
        return List.of(path);
    }

    @Override
    public OpenWeights open(Component component, Set<String> wanted) {
        if (!has(component)) {
            throw new CheckpointException(path + " has no " + component.folder());
        }
        String prefix = PREFIXES.get(component);
        Function<String, Place> places = places(component);
        return new WeightFiles(path, List.of(path), Map.of())
                .open()
                .without(name -> !name.startsWith(prefix) || UNUSED.contains(name))
                .placed(wanted, name -> places.apply(name).under(prefix));
    }

    /** What a single file calls a weight of this U-Net. */
    static String unetName(UNetConfig config, String weight) {
        return new LdmUNetNames(config).place(weight).under(PREFIXES.get(Component.UNET)).name();
    }

    /** Every tensor of the file under its own name. */
    StoredTensors allTensors() {
        return new StoredTensors(OpenWeights.of(SafetensorsFile.open(path)));
    }

    /** Where a weight of a network is looked for. */
    Place place(Component component, String name) {
        return places(component).apply(name).under(PREFIXES.get(component));
    }

    private Function<String, Place> places(Component component) {
        return switch (component) {
            case UNET -> new LdmUNetNames(component.config(this, UNetConfig::parse))::place;
            case VAE -> new LdmVaeNames(component.config(this, VaeConfig::parse))::place;
            case TEXT_ENCODER, CLIP, DINO -> Place::of;
            case TEXT_ENCODER_2 -> OpenClipNames::place;
        };
    }

    @Override
    public ClipTokenizer tokenizer(String name) {
        return ClipTokenizer.bundled(name.equals("tokenizer_2") ? SECOND_PAD : FIRST_PAD);
    }
}
