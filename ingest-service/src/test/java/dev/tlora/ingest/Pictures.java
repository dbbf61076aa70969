package dev.tlora.ingest;

import dev.tlora.diffusion.image.PngWriter;
import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;

/** Picture files for tests. */
public final class Pictures {

    private static final int WHITE = 0xffffff;

    private Pictures() {}

    /** A colourful picture that differs from seed to seed. */
    public static byte[] photo(int width, int height, int seed) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, new Color((x * 7 + seed) % 256, y % 256, seed % 256).getRGB());
            }
        }
        return png(image);
    }

    /** A black picture with one white rectangle. */
    public static byte[] mask(int width, int height, Rectangle white) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = white.y; y < white.y + white.height; y++) {
            for (int x = white.x; x < white.x + white.width; x++) {
                image.setRGB(x, y, WHITE);
            }
        }
        return png(image);
    }

    /** A picture that does not compress: about three bytes a pixel. */
    public static byte[] noise(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt());
            }
        }
        return png(image);
    }

    /** A PNG file that claims a size and has no pixels. */
    public static byte[] header(int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            ByteArrayOutputStream chunk = new ByteArrayOutputStream();
            try (DataOutputStream ihdr = new DataOutputStream(chunk)) {
                ihdr.writeBytes("IHDR");
                ihdr.writeInt(width);
                ihdr.writeInt(height);
                ihdr.write(new byte[] {8, 2, 0, 0, 0});
            }
            CRC32 checksum = new CRC32();
            checksum.update(chunk.toByteArray());
            out.writeInt(chunk.size() - 4);
            out.write(chunk.toByteArray());
            out.writeInt((int) checksum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] png(BufferedImage image) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PngWriter.write(out, image, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
