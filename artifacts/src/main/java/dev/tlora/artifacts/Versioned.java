package dev.tlora.artifacts;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** A small document and the version it was read at. */
public final class Versioned {

    private final Version version;
    private final byte[] content;

    public Versioned(Version version, byte[] content) {
        this.version = Objects.requireNonNull(version, "version");
        this.content = content.clone();
    }

    public Version version() {
        return version;
    }

    public byte[] content() {
        return content.clone();
    }

    /** The content read as UTF-8. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
