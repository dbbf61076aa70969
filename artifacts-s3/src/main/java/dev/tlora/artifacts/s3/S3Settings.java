package dev.tlora.artifacts.s3;

import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How to reach a bucket.
 *
 * @param endpoint of a server other than AWS; {@code null} for AWS
 * @param region such as {@code eu-central-1}
 * @param pathStyle whether the bucket is part of the path instead of the host name
 * @param keys {@code null} to look for credentials where AWS tools do: environment, profile, role
 * @param partBytes size of the parts that larger artefacts are uploaded in, at least 5 MiB
 * @param cache folder of local copies
 * @param cacheBytes how much of them is kept beyond what is in use
 */
public record S3Settings(
        URI endpoint,
        String region,
        boolean pathStyle,
        Keys keys,
        long partBytes,
        Path cache,
        long cacheBytes) {

    /** S3's own limit; only an upload's last part may be smaller. */
    public static final long LEAST_PART_BYTES = 5L << 20;

    public static final long DEFAULT_PART_BYTES = 16L << 20;

    public S3Settings {
        Objects.requireNonNull(region, "region");
        Objects.requireNonNull(cache, "cache");
        if (partBytes < LEAST_PART_BYTES) {
            throw new IllegalArgumentException(
                    "an S3 part has at least 5 MiB, was " + partBytes + " bytes");
        }
    }

    public Optional<URI> endpointIfAny() {
        return Optional.ofNullable(endpoint);
    }

    public Optional<Keys> keysIfAny() {
        return Optional.ofNullable(keys);
    }

    /** An access key; never printed. */
    public record Keys(String access, String secret) {

        public Keys {
            Objects.requireNonNull(access, "access");
            Objects.requireNonNull(secret, "secret");
        }

        @Override
        public String toString() {
            return "Keys[hidden]";
        }
    }
}
