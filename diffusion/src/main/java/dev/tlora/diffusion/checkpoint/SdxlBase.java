package dev.tlora.diffusion.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The published configurations of SDXL base, for files that bring none. */
final class SdxlBase {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SdxlBase() {}

    /** A configuration by its place in a diffusers folder, e.g. {@code unet/config.json}. */
    static JsonNode json(String file) {
        try (InputStream in = SdxlBase.class.getResourceAsStream("sdxl-base/" + file)) {
            if (in == null) {
                throw new CheckpointException("SDXL base has no " + file);
            }
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
