package dev.tlora.ingest.photo;

import dev.tlora.diffusion.image.ImageException;
import java.net.URI;
import java.util.Base64;

/** Photos inside their URI. */
final class DataPhotos implements PhotoReader {

    private final long maxBytes;

    DataPhotos(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public byte[] read(URI uri) {
        String text = uri.getRawSchemeSpecificPart();
        byte[] bytes = decode(text.substring(text.indexOf(',') + 1).replace("%3D", "="));
        if (bytes.length > maxBytes) {
            throw new ImageException(
                    "the data URI has %d bytes, allowed are %d".formatted(bytes.length, maxBytes));
        }
        return bytes;
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    "the data URI is not base64: %s; encode the image's bytes anew"
                            .formatted(e.getMessage()),
                    e);
        }
    }
}
