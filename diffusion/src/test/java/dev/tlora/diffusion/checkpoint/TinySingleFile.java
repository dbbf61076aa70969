package dev.tlora.diffusion.checkpoint;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.fixture.Fixture;
import dev.tlora.diffusion.tensor.Precision;
import dev.tlora.diffusion.text.ClipTextConfig;
import dev.tlora.diffusion.text.ClipTextEncoder;
import dev.tlora.diffusion.unet.UNet;
import dev.tlora.diffusion.unet.UNetConfig;
import dev.tlora.diffusion.vae.Vae;
import dev.tlora.diffusion.vae.VaeConfig;
import java.nio.file.Path;

/** A small model in one file and its networks, loaded by way of {@link SingleFile}. */
final class TinySingleFile {

    static final Fixture FIXTURE = Fixture.of("single_file");

    private TinySingleFile() {}

    /** The sizes of SDXL are those of the fixture here. */
    static SingleFile tiny(Path file) {
        return new SingleFile(file, name -> JsonFile.read(FIXTURE.file(name)));
    }

    static UNet unet(ModelSource source, NDManager manager) {
        return Component.UNET.load(
                source, unetConfig(source), UNet::new, Precision.FLOAT32, manager);
    }

    static Vae vae(ModelSource source, NDManager manager) {
        return Component.VAE.load(source, vaeConfig(source), Vae::new, Precision.FLOAT32, manager);
    }

    static ClipTextEncoder loadText(ModelSource source, Component component, NDManager manager) {
        ClipTextEncoder encoder = text(source, component);
        component.loadInto(encoder.namedWeights(), source, Precision.FLOAT32, manager);
        return encoder;
    }

    static ClipTextEncoder text(ModelSource source, Component component) {
        return new ClipTextEncoder(component.config(source, ClipTextConfig::parse));
    }

    static UNetConfig unetConfig(ModelSource source) {
        return Component.UNET.config(source, UNetConfig::parse);
    }

    static VaeConfig vaeConfig(ModelSource source) {
        return Component.VAE.config(source, VaeConfig::parse);
    }
}
