package dev.tlora.diffusion.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads JPEG, PNG, WebP, GIF (its first picture) and BMP files that may be hostile: sizes are
 * checked in the header before anything is decoded. What comes out is upright as its EXIF
 * orientation asks, 8-bit RGB ({@link BufferedImage#TYPE_INT_RGB}), and lies on white where it was
 * transparent.
 *
 * <p>Safe for use by several threads.
 */
public final class ImageLoader {

    static {
        // A service's class loader is not the one that ImageIO looked at when the JVM started.
        ImageIO.scanForPlugins();
    }

    private final ImageLimits limits;

    public ImageLoader() {
        this(ImageLimits.DEFAULT);
    }

    public ImageLoader(ImageLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /**
     * Loads a file.
     *
     * @throws ImageException when it is missing, beyond the limits or not a whole image
     */
    public BufferedImage load(Path path) {
        return load(read(path), path.toString());
    }

    /**
     * Loads a file's bytes.
     *
     * @param name what error messages call the image
     * @throws ImageException when it is beyond the limits or not a whole image
     */
    public BufferedImage load(byte[] bytes, String name) {
        requireAtMost(bytes.length, name);
        ImageFormat format =
                ImageFormat.of(bytes)
                        .orElseThrow(
                                () ->
                                        new ImageException(
                                                name
                                                        + " is not an image; give a JPEG, PNG,"
                                                        + " WebP, GIF or BMP file"));
        BufferedImage decoded = decode(bytes, format, name);
        return Orientation.of(bytes, format).upright(Rgb.onWhite(decoded));
    }

    private byte[] read(Path path) {
        try {
            if (Files.isDirectory(path)) {
                throw new ImageException(path + " is a folder, not an image");
            }
            requireAtMost(Files.size(path), path.toString());
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new ImageException(path + " does not exist", e);
        } catch (IOException e) {
            throw new ImageException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void requireAtMost(long bytes, String name) {
        if (bytes > limits.maxBytes()) {
            throw new ImageException(
                    "%s has %d bytes, allowed are %d".formatted(name, bytes, limits.maxBytes()));
        }
    }

    private BufferedImage decode(byte[] bytes, ImageFormat format, String name) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
        if (!readers.hasNext()) {
            throw new IllegalStateException("no reader for " + format + " on the class path");
        }
        ImageReader reader = readers.next();
        try (ImageInputStream input =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(input, true, true);
            requireSize(reader.getWidth(0), reader.getHeight(0), name);
            requireEnd(bytes, format, name);
            return reader.read(0);
        } catch (ImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Readers meet damage with all kinds of unchecked exceptions.
            throw new ImageException(
                    "%s is a damaged %s file: %s".formatted(name, format, e.getMessage()), e);
        } finally {
            reader.dispose();
        }
    }

    private static void requireEnd(byte[] bytes, ImageFormat format, String name) {
        if (!FileEnd.isReached(bytes, format)) {
            throw new ImageException(
                    "%s is cut off: the end of its %s data is missing; copy the file anew"
                            .formatted(name, format));
        }
    }

    private void requireSize(int width, int height, String name) {
        if ((long) width * height > limits.maxPixels()) {
            throw new ImageException(
                    "%s has %d x %d pixels, allowed are %d in all; give a smaller copy"
                            .formatted(name, width, height, limits.maxPixels()));
        }
        if (Math.min(width, height) < limits.minSide()) {
            throw new ImageException(
                    "%s has %d x %d pixels, needed are at least %d on each side"
                            .formatted(name, width, height, limits.minSide()));
        }
    }
}
