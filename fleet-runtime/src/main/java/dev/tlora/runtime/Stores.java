package dev.tlora.runtime;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.s3.S3Settings;
import dev.tlora.artifacts.s3.S3Store;
import java.nio.file.Path;

/** Opens the store that is configured. */
final class Stores {

    private static final String S3 = "s3:";

    private Stores() {}

    static ArtifactStore open(FleetConfig config) {
        return config.store().startsWith(S3)
                ? new S3Store(config.store(), settings(config.s3()))
                : new FolderStore(Path.of(config.store()).toAbsolutePath());
    }

    private static S3Settings settings(FleetConfig.S3 config) {
        return new S3Settings(
                config.endpoint().orElse(null),
                config.region(),
                config.pathStyle(),
                keys(config),
                config.partBytes(),
                config.cache(),
                config.cacheBytes());
    }

    private static S3Settings.Keys keys(FleetConfig.S3 config) {
        if (config.accessKey().isPresent() != config.secretKey().isPresent()) {
            throw new IllegalStateException(
                    "tlora.s3.access-key and tlora.s3.secret-key belong together; set both or none");
        }
        return config.accessKey().isEmpty()
                ? null
                : new S3Settings.Keys(config.accessKey().get(), config.secretKey().get());
    }
}
