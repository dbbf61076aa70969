package dev.tlora.ingest;

import dev.tlora.diffusion.image.ImageException;
import dev.tlora.ingest.photo.PhotoReader;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.EventJson;
import java.net.URI;
import java.util.List;

/** Turns photos inside an order into attachments where the order would not fit into a record. */
final class DataUris {

    /** Brokers take a mebibyte unless they are set otherwise; half of it leaves room. */
    private static final int MOST_BYTES = 512 * 1024;

    private final Attachments attached;
    private final PhotoReader reader;

    private DataUris(Attachments attached, PhotoReader reader) {
        this.attached = attached;
        this.reader = reader;
    }

    static ConceptSubmitted attach(
            ConceptSubmitted event, Attachments attached, PhotoReader reader) {
        if (EventJson.write(event).length <= MOST_BYTES) {
            return event;
        }
        DataUris uris = new DataUris(attached, reader);
        List<URI> images = event.images().stream().map(uris::replace).toList();
        return new ConceptSubmitted(
                uris.replace(event.image()),
                images,
                event.className(),
                uris.replace(event.mask()),
                event.conceptId(),
                event.runId(),
                event.token(),
                event.model(),
                event.tenant(),
                event.priority(),
                event.training(),
                event.evaluation());
    }

    private URI replace(URI uri) {
        if (uri == null || !"data".equalsIgnoreCase(uri.getScheme())) {
            return uri;
        }
        try {
            return attached.add(reader.read(uri), reader.name(uri));
        } catch (ImageException e) {
            // Whoever checks the order finds the same and says so.
            return uri;
        }
    }
}
