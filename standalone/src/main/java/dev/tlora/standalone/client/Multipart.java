package dev.tlora.standalone.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** An order with its photo as one {@code multipart/form-data} body. */
public final class Multipart {

    private final String boundary = "tlora-" + UUID.randomUUID();
    private final String fileName;
    private final byte[] photo;

    /** Copies the photo. */
    public Multipart(String fileName, byte[] photo) {
        this.fileName = fileName.replace('"', '_');
        this.photo = photo.clone();
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    byte[] body(byte[] order) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(body, "name=\"order\"", "application/json", order);
        part(
                body,
                "name=\"image\"; filename=\"" + fileName + "\"",
                "application/octet-stream",
                photo);
        body.writeBytes(ascii("--" + boundary + "--\r\n"));
        return body.toByteArray();
    }

    private void part(ByteArrayOutputStream body, String disposition, String type, byte[] content) {
        body.writeBytes(
                ascii(
                        "--%s\r\nContent-Disposition: form-data; %s\r\nContent-Type: %s\r\n\r\n"
                                .formatted(boundary, disposition, type)));
        body.writeBytes(content);
        body.writeBytes(ascii("\r\n"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
