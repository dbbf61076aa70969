package dev.tlora.schemas.serde;

import dev.tlora.schemas.ImageEvent;

/** Reads {@link ImageEvent} from a record's value. */
public final class ImageEventDeserializer extends EventDeserializer<ImageEvent> {

    public ImageEventDeserializer() {
        super(ImageEvent.class);
    }
}
