package dev.tlora.diffusion.image;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Writes PNG files that carry texts, such as the prompt and seed of a picture; {@link PngText}
 * reads them. Equal pictures and texts give equal bytes on one Java version.
 */
public final class PngWriter {

    private PngWriter() {}

    /**
     * Writes a file, in place of any earlier one.
     *
     * @param texts keywords of up to 79 printable ASCII characters, each with any text
     */
    public static void write(Path path, BufferedImage image, Map<String, String> texts)
            throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path))) {
            write(out, image, texts);
        }
    }

    /**
     * Writes to a stream and leaves it open.
     *
     * @param texts keywords of up to 79 printable ASCII characters, each with any text
     */
    public static void write(OutputStream out, BufferedImage image, Map<String, String> texts)
            throws IOException {
        List<PngChunk> texted = PngText.chunks(texts);
        byte[] plain = encode(image);
        DataOutputStream data = new DataOutputStream(out);
        data.write(plain, 0, PngChunk.SIGNATURE_BYTES);
        for (PngChunk chunk : PngChunk.read(plain)) {
            chunk.writeTo(data);
            if (chunk.type().equals("IHDR")) {
                for (PngChunk text : texted) {
                    text.writeTo(data);
                }
            }
        }
        data.flush();
    }

    private static byte[] encode(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", bytes)) {
            throw new IOException("no PNG writer for images of type " + image.getType());
        }
        return bytes.toByteArray();
    }
}
