package dev.tlora.artifacts.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.ArtifactStoreContract;
import dev.tlora.artifacts.ConflictException;
import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.Sha256;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.artifacts.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The store contract on a real S3 server, and what is special to S3. */
class S3StoreIT extends ArtifactStoreContract {

    private static final String BUCKET = "photos";
    private static final String KEY = "runs/r-1/adapter/tlora.safetensors";

    /** Three parts, the last one short. */
    private static final int LARGE = (int) (2 * S3Settings.LEAST_PART_BYTES) + 12_345;

    @TempDir static Path unused;

    private static S3Server server;
    private static int stores;

    @TempDir Path temporary;

    private final List<S3Store> opened = new ArrayList<>();
    private String uri;
    private S3Store store;

    @BeforeAll
    static void startServer() throws Exception {
        server = new S3Server();
        server.createBucket(BUCKET, unused);
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
    }

    @BeforeEach
    void open() {
        uri = "s3://" + BUCKET + "/store-" + ++stores;
        store = opened(new S3Store(uri, server.settings(temporary.resolve("a"))));
    }

    @AfterEach
    void close() {
        opened.forEach(S3Store::close);
    }

    @Override
    public ArtifactStore store() {
        return store;
    }

    @Override
    public ArtifactStore otherStore() {
        return opened(new S3Store(uri, server.settings(temporary.resolve("b"))));
    }

    private S3Store opened(S3Store fresh) {
        opened.add(fresh);
        return fresh;
    }

    @Test
    void largeArtifactTravelsInPartsAndComesBackWhole() {
        // Given
        byte[] content = large();

        // When
        StoredArtifact stored = store.putBytes(KEY, content);

        // Then
        assertThat(stored.sha256()).isEqualTo(Sha256.of(content));
        assertThat(otherStore().fetch(stored.uri(), stored.sha256())).hasBinaryContent(content);
        assertThat(store.readVersioned(KEY).orElseThrow().version().token()).contains("-3");
    }

    @Test
    void largeArtifactIsRefusedUnderAKeyTakenMeanwhile() {
        assertThatThrownBy(
                        () ->
                                store.putIfAbsent(
                                        KEY,
                                        out -> {
                                            otherStore().putBytes(KEY, "first".getBytes(UTF_8));
                                            out.write(large());
                                        }))
                .isInstanceOf(ConflictException.class);
        assertThat(store.read(KEY)).asString(UTF_8).isEqualTo("first");
    }

    @Test
    void draftsLeaveNothingBehind() throws IOException {
        store.putBytes(KEY, large());

        try (Stream<Path> files = Files.walk(temporary)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void localCopySparesASecondDownloadButNotADeletion() {
        // Given
        StoredArtifact stored = store.putBytes(KEY, "abc".getBytes(UTF_8));
        Path copy = store.fetch(stored.uri(), stored.sha256());
        assertThat(store.fetch(stored.uri(), stored.sha256())).isEqualTo(copy);

        // When
        otherStore().delete(KEY);

        // Then
        assertThatThrownBy(() -> store.fetch(stored.uri(), stored.sha256()))
                .isInstanceOf(NotFoundException.class);
        assertThat(copy).doesNotExist();
    }

    @Test
    void missingBucketIsAStoreThatIsAway() {
        S3Store elsewhere = opened(new S3Store("s3://nowhere", server.settings(temporary)));

        assertThatThrownBy(() -> elsewhere.exists(KEY))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> elsewhere.putBytes(KEY, new byte[1]))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> elsewhere.readVersioned(KEY))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void wrongKeysAreNamedAsTheReasonAndNeverShown() {
        S3Settings.Keys wrong = new S3Settings.Keys("id", "not-the-secret");
        S3Store locked = opened(new S3Store(uri, server.settings(temporary, wrong)));

        // Read, not written: a server may hang up on a body before its answer is seen.
        assertThatThrownBy(() -> locked.read(KEY))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("credentials")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("not-the-secret"));
        assertThat(server.settings(temporary, wrong).toString()).doesNotContain("not-the-secret");
    }

    @Test
    void serverThatIsAwayMayBeTriedAgain() {
        S3Settings there = server.settings(temporary);
        S3Settings away =
                new S3Settings(
                        URI.create("http://127.0.0.1:1"),
                        there.region(),
                        true,
                        there.keys(),
                        there.partBytes(),
                        there.cache(),
                        0);

        assertThatThrownBy(() -> opened(new S3Store(uri, away)).read(KEY))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://", "s3://B", "s3://ab", "s3://bucket/../a", "file:/tmp", "s3:/a"})
    void improperStoreIsRefused(String improper) {
        assertThatThrownBy(() -> new S3Store(improper, server.settings(temporary)))
                .isInstanceOf(InvalidLocationException.class);
    }

    private static byte[] large() {
        byte[] content = new byte[LARGE];
        new Random(1).nextBytes(content);
        return content;
    }
}
