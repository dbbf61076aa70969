package dev.tlora.ingest.access;

import jakarta.enterprise.context.RequestScoped;
import java.util.Set;

/** The one who sent the request under way. */
@RequestScoped
public class Caller {

    private Access access = new Access("nobody", "", Set.of());

    void is(Access known) {
        access = known;
    }

    public Access access() {
        return access;
    }
}
