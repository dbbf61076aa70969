package dev.tlora.ingest.erase;

import dev.tlora.ingest.topic.WholeTopic;
import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.Defaults;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.MalformedEventException;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Topics;
import dev.tlora.schemas.concept.ConceptEvents;
import dev.tlora.schemas.concept.Parsed;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Finds the runs of a concept in the topics that tell of them. */
@Singleton
class ConceptRuns {

    private final WholeTopic topics;
    private final Erasures erasures;

    @Inject
    ConceptRuns(WholeTopic topics, Erasures erasures) {
        this.topics = topics;
        this.erasures = erasures;
    }

    /**
     * Those that were not erased before: orders that wait, the life of runs, and the registry,
     * which remembers the longest.
     *
     * @return tenants by run
     */
    Map<String, String> find(String conceptId) {
        Map<String, String> found = new TreeMap<>();
        read(Topics.CONCEPTS, record -> ordered(record, conceptId, found));
        read(Topics.RUNS, record -> told(record, conceptId, found));
        read(Topics.ADAPTERS, record -> published(record, conceptId, found));
        return found;
    }

    private void ordered(
            ConsumerRecord<String, byte[]> record, String conceptId, Map<String, String> found) {
        if (ConceptEvents.parse(record.value()) instanceof Parsed.Valid valid
                && valid.event().runId() != null
                && conceptId.equals(conceptOf(valid.event()))) {
            String given = valid.event().tenant();
            String tenant =
                    given == null ? Defaults.of(valid.event().modelOrDefault()).tenant() : given;
            Instant time = Instant.ofEpochMilli(record.timestamp());
            if (!erasures.cover(tenant, conceptId, time)) {
                found.put(valid.event().runId(), tenant);
            }
        }
    }

    private static String conceptOf(ConceptSubmitted order) {
        return order.conceptId() == null ? order.runId() : order.conceptId();
    }

    private static void told(
            ConsumerRecord<String, byte[]> record, String conceptId, Map<String, String> found) {
        if (record.value() == null) {
            found.remove(record.key());
        } else if (EventJson.read(record.value(), RunEvent.class)
                        instanceof RunEvent.Accepted accepted
                && accepted.conceptId().equals(conceptId)) {
            found.put(accepted.runId(), accepted.tenant());
        }
    }

    private static void published(
            ConsumerRecord<String, byte[]> record, String conceptId, Map<String, String> found) {
        if (record.value() == null) {
            found.remove(record.key());
            return;
        }
        AdapterPublished adapter = EventJson.read(record.value(), AdapterPublished.class);
        if (adapter.concept().conceptId().equals(conceptId)) {
            found.put(adapter.runId(), adapter.tenant());
        }
    }

    private void read(String topic, Consumer<ConsumerRecord<String, byte[]>> reader) {
        topics.forEach(
                topic,
                record -> {
                    try {
                        reader.accept(record);
                    } catch (MalformedEventException e) {
                        // Whoever it was meant for has made a dead letter of it.
                    }
                });
    }
}
