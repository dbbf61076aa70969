package dev.tlora.diffusion.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The image formats that are read, told by the first bytes rather than by a file's name. */
enum ImageFormat {
    JPEG(0, "\u00ff\u00d8\u00ff"),
    PNG(0, "\u0089PNG\r\n\u001a\n"),
    WEBP(8, "WEBP"),
    GIF(0, "GIF8"),
    BMP(0, "BM");

    private final int offset;
    private final String signature;

    ImageFormat(int offset, String signature) {
        this.offset = offset;
        this.signature = signature;
    }

    static Optional<ImageFormat> of(byte[] bytes) {
        return Arrays.stream(values()).filter(format -> format.matches(bytes)).findFirst();
    }

    private boolean matches(byte[] bytes) {
        byte[] expected = signature.getBytes(StandardCharsets.ISO_8859_1);
        int end = offset + expected.length;
        return bytes.length >= end
                && Arrays.equals(bytes, offset, end, expected, 0, expected.length);
    }
}
