package dev.tlora.schemas;

import java.net.URI;
import java.util.regex.Pattern;

/**
 * Points at a written and closed artefact.
 *
 * @param uri where it lies in the artefact store
 * @param sha256 of its bytes, 64 lower-case hexadecimal digits
 */
public record ArtifactRef(URI uri, String sha256) {

    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    public ArtifactRef {
        Require.present(uri, "uri");
        Require.present(sha256, "sha256");
        if (!SHA_256.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "sha256 must be 64 lower-case hexadecimal digits, was '%s'".formatted(sha256));
        }
    }
}
