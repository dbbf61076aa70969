package dev.tlora.artifacts.s3;

import dev.tlora.artifacts.ArtifactKey;
import dev.tlora.artifacts.InvalidLocationException;
import java.net.URI;
import java.util.regex.Pattern;

/**
 * A bucket and the folder in it that holds the store.
 *
 * @param bucket its name
 * @param prefix empty, or the folder with its closing slash
 */
record S3Location(String bucket, String prefix) {

    private static final String SCHEME = "s3://";

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html. */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    static S3Location of(String uri) {
        if (!uri.startsWith(SCHEME)) {
            throw new InvalidLocationException("\"" + uri + "\" is no store: write s3://bucket/…");
        }
        String[] parts = uri.substring(SCHEME.length()).split("/", 2);
        if (!BUCKET.matcher(parts[0]).matches()) {
            throw new InvalidLocationException(
                    "\""
                            + parts[0]
                            + "\" is no bucket: use 3 to 63 small letters, digits, - and .");
        }
        String folder = parts.length == 1 ? "" : ArtifactKey.requireFolder(parts[1]);
        return new S3Location(parts[0], folder.isEmpty() ? "" : folder + "/");
    }

    String objectOf(String key) {
        return prefix + ArtifactKey.require(key);
    }

    /** What all objects of a folder start with. */
    String objectsIn(String folder) {
        return folder.isEmpty() ? prefix : prefix + folder + "/";
    }

    String keyOfObject(String object) {
        return object.substring(prefix.length());
    }

    URI uriOf(String key) {
        return URI.create(SCHEME + bucket + "/" + objectOf(key));
    }

    String keyOf(URI uri) {
        String start = SCHEME + bucket + "/" + prefix;
        String text = uri.toString();
        if (!text.startsWith(start)) {
            throw new InvalidLocationException(
                    "URI " + uri + " is refused: it lies outside the store " + start + ".");
        }
        return ArtifactKey.require(text.substring(start.length()));
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + prefix;
    }
}
