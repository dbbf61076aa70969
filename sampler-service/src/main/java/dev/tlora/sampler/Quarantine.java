package dev.tlora.sampler;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RenderRequested;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Keeps users from adapters that the evaluator's gate has blocked. */
@Singleton
class Quarantine {

    private final ArtifactStore store;

    @Inject
    Quarantine(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Lets requests pass but those of users for a blocked adapter.
     *
     * @throws UnusableRequestException naming the file that says why
     */
    void refuse(RenderRequested request) {
        String key = RunLayout.of(request.runId()).quarantine();
        if (request.purpose() == RenderPurpose.USER && store.exists(key)) {
            throw new UnusableRequestException(
                    "the adapter of run %s is in quarantine; %s says why, and deleting it lifts it"
                            .formatted(request.runId(), key));
        }
    }
}
