package dev.tlora.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.artifacts.FolderStore;
import dev.tlora.ingest.photo.PhotoReader;
import dev.tlora.ingest.photo.Uploads;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachmentsTest {

    private static final PhotoReader OTHERS = uri -> "from elsewhere".getBytes(UTF_8);

    @TempDir Path data;
    private Attachments attachments;

    @BeforeEach
    void none() {
        attachments = new Attachments(new Uploads(new FolderStore(data)));
    }

    @Test
    void anAttachedPhotoIsCalledWhatItsSenderCallsIt() {
        // When
        URI attached = attachments.add("not a photo".getBytes(UTF_8), "my\tcat.png");

        // Then
        PhotoReader reader = attachments.before(OTHERS);
        assertThat(reader.name(attached)).isEqualTo("my?cat.png");
        assertThat(reader.read(attached)).asString(UTF_8).isEqualTo("not a photo");
    }

    @Test
    void aPhotoThatDidNotComeAlongIsReadWhereItLies() {
        // Given
        URI elsewhere = URI.create("https://example.org/photos/dog.png?key=secret");

        // When
        PhotoReader reader = attachments.before(OTHERS);

        // Then
        assertThat(reader.name(elsewhere)).isEqualTo("dog.png");
        assertThat(reader.read(elsewhere)).asString(UTF_8).isEqualTo("from elsewhere");
    }
}
