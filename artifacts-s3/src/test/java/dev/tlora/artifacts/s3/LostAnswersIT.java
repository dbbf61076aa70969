package dev.tlora.artifacts.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlora.artifacts.ConflictException;
import dev.tlora.artifacts.ContentWriter;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.artifacts.Version;
import dev.tlora.artifacts.Versioned;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes under a condition whose answers are lost on the way. */
class LostAnswersIT {

    private static final String KEY = "runs/r-1/latest.json";

    private static S3Server server;

    @TempDir Path temporary;

    private ForgetfulProxy proxy;
    private S3Store store;

    @BeforeAll
    static void startServer() throws Exception {
        server = new S3Server();
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.stop();
    }

    @BeforeEach
    void open() throws Exception {
        String bucket = "photos-" + UUID.randomUUID();
        server.createBucket(bucket, temporary);
        proxy = new ForgetfulProxy(server.port());
        store = new S3Store("s3://" + bucket, server.settings(temporary, proxy.port()));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        proxy.close();
    }

    @Test
    void changeWhoseAnswerIsLostIsStillTheWritersOwn() {
        // Given
        Version first = store.compareAndSet(KEY, Version.ABSENT, bytes("1"));
        proxy.loseNextAnswer();

        // When
        Version second = store.compareAndSet(KEY, first, bytes("2"));

        // Then
        Versioned now = store.readVersioned(KEY).orElseThrow();
        assertThat(now.text()).isEqualTo("2");
        assertThat(now.version()).isEqualTo(second);
    }

    @Test
    void sameContentOfAnotherWriterIsNoSuccess() {
        // Given
        Version first = store.compareAndSet(KEY, Version.ABSENT, bytes("1"));
        store.compareAndSet(KEY, first, bytes("attempt 2"));

        // When
        assertThatThrownBy(() -> store.compareAndSet(KEY, first, bytes("attempt 2")))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void newArtifactWhoseAnswerIsLostIsStillTheWritersOwn() {
        // Given
        String adapter = "runs/r-1/adapter/tlora.safetensors";
        byte[] large = new byte[(int) S3Settings.LEAST_PART_BYTES + 1];

        // When
        StoredArtifact small = store.putIfAbsent(KEY, losing(bytes("abc")));
        StoredArtifact inParts = store.putIfAbsent(adapter, out -> out.write(large));

        // Then
        assertThat(store.describe(KEY)).isEqualTo(small);
        assertThat(store.describe(adapter)).isEqualTo(inParts);
    }

    private ContentWriter losing(byte[] content) {
        return out -> {
            out.write(content);
            proxy.loseNextAnswer();
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
