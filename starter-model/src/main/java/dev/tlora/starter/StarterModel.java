package dev.tlora.starter;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The bundled model: a small text-to-image model of SDXL's shape that was trained on emoji scenes,
 * in diffusers layout, with {@code clip/} and {@code dino/} for scoring. What it can do and how it
 * was made is said in the module's README.
 *
 * <p>Safe for use by several threads and processes.
 */
public final class StarterModel {

    /** Native height and width of its pictures in pixels. */
    public static final int RESOLUTION = 64;

    private static final int SHORT_HASH = 12;
    private static final Bundle BUNDLE = new Bundle("model.zip");

    private StarterModel() {}

    /** Twelve hexadecimal digits that change with every byte of the model. */
    public static String version() {
        return BUNDLE.sha256().substring(0, SHORT_HASH);
    }

    /**
     * The model's folder below {@code root}, unpacked on first use: {@code starter-<version>}, so
     * that another version of the program gets its own.
     *
     * @throws IOException when it cannot be written
     */
    public static Path below(Path root) throws IOException {
        Path folder = root.resolve("starter-" + version());
        unpack(folder);
        return folder;
    }

    /**
     * Unpacks the model into a folder of the caller's choice, which appears whole or not at all;
     * one that exists is left alone.
     *
     * @throws IOException when it cannot be written
     */
    public static void unpack(Path folder) throws IOException {
        BUNDLE.unpack(folder);
    }
}
