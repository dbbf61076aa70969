package dev.tlora.ingest;

import dev.tlora.ingest.photo.PhotoNames;
import dev.tlora.ingest.photo.PhotoReader;
import dev.tlora.ingest.photo.Uploads;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** Photos that came with one order, by where they will lie once they are kept. */
public final class Attachments {

    private final Uploads uploads;
    private final Map<URI, byte[]> contents = new HashMap<>();
    private final Map<URI, String> fileNames = new HashMap<>();

    public Attachments(Uploads uploads) {
        this.uploads = uploads;
    }

    /** Takes a photo, which the caller no longer changes, and says what its URI will be. */
    public URI add(byte[] content, String fileName) {
        URI uri = uploads.uri(content, fileName);
        contents.put(uri, content);
        fileNames.put(uri, fileName);
        return uri;
    }

    /** Reads what came along, and from {@code others} what did not. */
    PhotoReader before(PhotoReader others) {
        return new PhotoReader() {
            @Override
            public byte[] read(URI uri) {
                byte[] attached = contents.get(uri);
                return attached == null ? others.read(uri) : attached;
            }

            @Override
            public String name(URI uri) {
                String sent = fileNames.get(uri);
                return sent == null ? others.name(uri) : PhotoNames.of(sent);
            }
        };
    }

    void keep() {
        contents.forEach((uri, content) -> uploads.keep(content, fileNames.get(uri)));
    }
}
