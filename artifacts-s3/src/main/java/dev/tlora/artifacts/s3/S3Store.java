package dev.tlora.artifacts.s3;

import dev.tlora.artifacts.ArtifactKey;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.ContentWriter;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.Sha256;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.artifacts.UnavailableException;
import dev.tlora.artifacts.Version;
import dev.tlora.artifacts.Versioned;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Keeps artefacts as objects of an S3 bucket, or of a server that speaks S3 and honours {@code
 * If-Match} and {@code If-None-Match}. Compare-and-set is a conditional write on the object's tag.
 * Uploads that crashed processes left behind are for a lifecycle rule of the bucket to remove.
 *
 * <p>Closing it closes its connections.
 */
public final class S3Store implements ArtifactStore, AutoCloseable {

    private final S3Location location;
    private final S3Clients clients;
    private final S3Failures failures;
    private final S3Objects objects;
    private final Uploads uploads;
    private final MarkedWrites marked;
    private final LocalCopies copies;
    private final Path drafts;

    /**
     * Opens the store; whether it can be reached is seen with the first call.
     *
     * @param uri {@code s3://bucket} or {@code s3://bucket/folder}
     */
    public S3Store(String uri, S3Settings settings) {
        location = S3Location.of(uri);
        clients = S3Clients.of(settings);
        failures = new S3Failures(clients.patient(), location);
        objects = new S3Objects(clients.patient(), location);
        uploads = new Uploads(clients, location.bucket(), settings.partBytes());
        marked = new MarkedWrites(objects, failures);
        copies =
                new LocalCopies(
                        settings.cache().resolve("copies"),
                        settings.cacheBytes(),
                        Clock.systemUTC());
        drafts = settings.cache().resolve("drafts");
    }

    @Override
    public StoredArtifact put(String key, ContentWriter content) {
        String object = location.objectOf(key);
        return local(
                "written",
                key,
                () -> {
                    try (Draft draft = Draft.write(drafts, content)) {
                        failures.attempt("written", key, () -> sent(object, draft));
                        return stored(key, draft);
                    }
                });
    }

    private Draft sent(String object, Draft draft) {
        uploads.put(object, draft);
        return draft;
    }

    @Override
    public StoredArtifact putIfAbsent(String key, ContentWriter content) {
        String object = location.objectOf(key);
        if (exists(key)) {
            throw failures.conflict(key); // before an hour is spent on writing
        }
        return local(
                "written",
                key,
                () -> {
                    try (Draft draft = Draft.write(drafts, content)) {
                        marked.write(
                                key,
                                object,
                                null,
                                mark -> uploads.putIfAbsent(object, draft, mark));
                        return stored(key, draft);
                    }
                });
    }

    private StoredArtifact stored(String key, Draft draft) {
        return new StoredArtifact(key, location.uriOf(key), draft.sha256(), draft.bytes());
    }

    @Override
    public URI uri(String key) {
        return location.uriOf(key);
    }

    @Override
    public String keyOf(URI uri) {
        return location.keyOf(uri);
    }

    @Override
    public Path fetch(URI uri, String expectedSha256) {
        Sha256.requireValid(expectedSha256);
        String key = keyOf(uri);
        return local(
                "read",
                key,
                () -> {
                    if (!copies.has(expectedSha256)) {
                        try (InputStream content = open(key)) {
                            return copies.add(key, expectedSha256, content);
                        }
                    }
                    if (!exists(key)) {
                        copies.remove(expectedSha256);
                        throw missing(key);
                    }
                    return copies.file(expectedSha256);
                });
    }

    private NotFoundException missing(String key) {
        return new NotFoundException(
                "There is no artefact "
                        + key
                        + " in "
                        + location
                        + ": it was deleted, make it again.");
    }

    @Override
    public StoredArtifact describe(String key) {
        return local(
                "read",
                key,
                () -> {
                    try (DigestInputStream content =
                            new DigestInputStream(open(key), Sha256.digest())) {
                        long bytes = content.transferTo(OutputStream.nullOutputStream());
                        String hash = Sha256.hex(content.getMessageDigest().digest());
                        return new StoredArtifact(key, location.uriOf(key), hash, bytes);
                    }
                });
    }

    @Override
    public byte[] read(String key) {
        String object = location.objectOf(key);
        return failures.attempt("read", key, () -> objects.read(object)).asByteArray();
    }

    @Override
    public InputStream open(String key) {
        String object = location.objectOf(key);
        return failures.attempt("read", key, () -> objects.open(object));
    }

    @Override
    public boolean exists(String key) {
        String object = location.objectOf(key);
        return failures.attempt("read", key, () -> found(object));
    }

    @Override
    public long size(String key) {
        String object = location.objectOf(key);
        return failures.attempt("read", key, () -> objects.head(object)).contentLength();
    }

    private boolean found(String object) {
        try {
            objects.head(object);
            return true;
        } catch (SdkException e) {
            if (failures.isGone(e)) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public List<String> list(String folder) {
        String start = location.objectsIn(ArtifactKey.requireFolder(folder));
        return failures.attempt("listed", folder, () -> objects.below(start)).stream()
                .map(S3Object::key)
                .map(location::keyOfObject)
                .filter(ArtifactKey::isValid)
                .sorted()
                .toList();
    }

    @Override
    public void delete(String key) {
        String object = location.objectOf(key);
        failures.attempt("deleted", key, () -> objects.delete(object));
    }

    @Override
    public void deleteAll(String folder) {
        String key = ArtifactKey.require(ArtifactKey.requireFolder(folder));
        failures.attempt(
                "deleted",
                key,
                () -> {
                    List<ObjectIdentifier> all =
                            objects.below(location.objectsIn(key)).stream()
                                    .map(S3Object::key)
                                    .map(one -> ObjectIdentifier.builder().key(one).build())
                                    .toList();
                    return objects.delete(all);
                });
    }

    @Override
    public Optional<Versioned> readVersioned(String key) {
        String object = location.objectOf(key);
        try {
            ResponseBytes<GetObjectResponse> read =
                    failures.attempt("read", key, () -> objects.read(object));
            Version version = new Version(read.response().eTag());
            return Optional.of(new Versioned(version, read.asByteArray()));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public Version compareAndSet(String key, Version expected, byte[] content) {
        String object = location.objectOf(key);
        String tag = expected.equals(Version.ABSENT) ? null : expected.token();
        return new Version(
                marked.write(
                        key, object, tag, mark -> uploads.replace(object, tag, content, mark)));
    }

    @Override
    public void close() {
        clients.close();
    }

    private <T> T local(String what, String key, LocalAction<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw new UnavailableException(
                    "Artefact \""
                            + key
                            + "\" could not be "
                            + what
                            + " ("
                            + e
                            + "): check the network and the free space of this machine, then try"
                            + " again.",
                    e);
        }
    }

    /** Something done to files of this machine or to a stream from S3. */
    @FunctionalInterface
    private interface LocalAction<T> {

        T run() throws IOException;
    }
}
