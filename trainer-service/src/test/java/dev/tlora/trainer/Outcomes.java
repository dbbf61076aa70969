package dev.tlora.trainer;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.runtime.Broker;
import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Topics;
import dev.tlora.testing.TopicContent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What became of runs: events on the broker and files in the store. */
@Singleton
class Outcomes {

    private final Broker broker;
    private final ArtifactStore store;

    @Inject
    Outcomes(Broker broker, ArtifactStore store) {
        this.broker = broker;
        this.store = store;
    }

    List<RunEvent> journal(String runId) {
        return topic(Topics.RUNS).events(runId, RunEvent.class);
    }

    List<AdapterPublished> published(String runId) {
        return topic(Topics.ADAPTERS).events(runId, AdapterPublished.class);
    }

    byte[] adapter(String runId) {
        return store.read(RunLayout.of(runId).adapter("tlora"));
    }

    String manifest(String runId) {
        return new String(store.read(RunLayout.of(runId).manifest()), StandardCharsets.UTF_8);
    }

    List<String> lossCurve(String runId) {
        byte[] csv = store.read(RunLayout.of(runId).lossCurve());
        return new String(csv, StandardCharsets.UTF_8).lines().toList();
    }

    private TopicContent topic(String name) {
        return new TopicContent(broker.bootstrapServers(), name);
    }
}
