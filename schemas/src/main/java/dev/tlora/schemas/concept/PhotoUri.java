package dev.tlora.schemas.concept;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** What a photo's URI may look like. Whether it leads anywhere is the reader's matter. */
final class PhotoUri {

    private PhotoUri() {}

    /** What is wrong with it and how to put it right, if anything. */
    static Optional<String> problem(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of(
                    "is no URI: %s; write a space as %%20 and other special characters likewise"
                            .formatted(e.getReason().toLowerCase(Locale.ROOT)));
        }
        if (uri.getScheme() == null) {
            return Optional.of(
                    "has no scheme; write file:///… for a path, or http(s)://…, s3://bucket/key,"
                            + " data:image/png;base64,…");
        }
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "file" -> file(uri);
            case "http", "https" ->
                    demand(uri.getHost() != null, "names no host; write https://host/path");
            case "s3" ->
                    demand(
                            uri.getAuthority() != null && uri.getPath().length() > 1,
                            "names no bucket and key; write s3://bucket/key");
            case "data" ->
                    demand(
                            text.matches("(?s)data:image/[^,]*;base64,.+"),
                            "must be data:image/…;base64,… with the image's bytes");
            default ->
                    Optional.of(
                            "has the unknown scheme '%s'; known are file, data, http, https, s3"
                                    .formatted(uri.getScheme()));
        };
    }

    private static Optional<String> file(URI uri) {
        return demand(
                uri.getAuthority() == null && uri.getPath() != null && uri.getPath().length() > 1,
                "names no absolute path; write file:///folder/photo.png with three slashes");
    }

    private static Optional<String> demand(boolean met, String otherwise) {
        return met ? Optional.empty() : Optional.of(otherwise);
    }
}
