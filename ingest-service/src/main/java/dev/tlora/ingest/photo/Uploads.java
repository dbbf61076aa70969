package dev.tlora.ingest.photo;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.Sha256;
import dev.tlora.diffusion.image.ImageException;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Photos that came with a request, kept in the store under the hash of their bytes. */
public final class Uploads {

    private static final String FOLDER = "uploads/";
    private static final Pattern EXTENSION = Pattern.compile(".*\\.([A-Za-z0-9]{1,5})");

    private final ArtifactStore store;

    public Uploads(ArtifactStore store) {
        this.store = store;
    }

    /** Where an upload will lie. */
    public URI uri(byte[] content, String fileName) {
        return store.uri(key(content, fileName));
    }

    /** Keeps an upload under its {@link #uri}; a second time changes nothing. */
    public void keep(byte[] content, String fileName) {
        String key = key(content, fileName);
        if (!store.exists(key)) {
            store.putBytes(key, content);
        }
    }

    boolean holds(URI uri) {
        return find(uri).isPresent();
    }

    /** The key of an upload; empty for what lies elsewhere. */
    public Optional<String> find(URI uri) {
        try {
            return Optional.of(store.keyOf(uri)).filter(key -> key.startsWith(FOLDER));
        } catch (InvalidLocationException e) {
            return Optional.empty();
        }
    }

    byte[] read(URI uri) {
        try {
            return store.read(store.keyOf(uri));
        } catch (NotFoundException e) {
            throw new ImageException(
                    "%s is no longer among the uploads; upload it again"
                            .formatted(PhotoNames.of(uri)),
                    e);
        }
    }

    private static String key(byte[] content, String fileName) {
        Matcher extension = EXTENSION.matcher(fileName);
        String ending = extension.matches() ? extension.group(1).toLowerCase(Locale.ROOT) : "img";
        return FOLDER + Sha256.of(content) + "." + ending;
    }
}
