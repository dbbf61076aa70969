package dev.tlora.ingest.turn;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.ConflictException;
import dev.tlora.artifacts.Sha256;
import dev.tlora.artifacts.Versioned;
import dev.tlora.schemas.EventJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Orders that wait for their tenant's turn, in {@code waiting/} of the store, named so that the
 * next one of a tenant comes first: by priority, then by time. They outlive the service.
 */
final class WaitingOrders {

    private static final String FOLDER = "waiting";
    private static final int HIGHEST_PRIORITY = 9;

    /** How long an order stays with a service that has taken it and died. */
    private static final Duration CLAIM = Duration.ofMinutes(10);

    private final ArtifactStore store;
    private final ObjectMapper json = EventJson.newMapper();

    WaitingOrders(ArtifactStore store) {
        this.store = store;
    }

    /** Keeps a record; the same one again changes nothing. */
    void add(String tenant, int priority, ConsumerRecord<String, byte[]> record) {
        String name =
                String.format(
                        Locale.ROOT,
                        "%d-%013d-%d-%019d.json",
                        HIGHEST_PRIORITY - priority,
                        record.timestamp(),
                        record.partition(),
                        record.offset());
        Kept kept = Kept.of(tenant, record);
        store.putBytes(FOLDER + "/" + nameOf(tenant) + "/" + name, write(kept));
    }

    private static String nameOf(String tenant) {
        return Sha256.of(tenant.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    boolean has(String tenant) {
        return !store.list(FOLDER + "/" + nameOf(tenant)).isEmpty();
    }

    /** Keys of all orders, those of one tenant in turn. */
    List<String> keys() {
        return store.list(FOLDER);
    }

    /** Takes an order on, unless another service has; it waits on until it is removed. */
    Optional<Kept> claim(String key, Instant now) {
        Optional<Versioned> found = store.readVersioned(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Kept kept = read(found.get());
        if (kept.claimedUntil() != null && now.isBefore(kept.claimedUntil())) {
            return Optional.empty();
        }
        try {
            Kept claimed = kept.claimedUntil(now.plus(CLAIM));
            store.compareAndSet(key, found.get().version(), write(claimed));
            return Optional.of(claimed);
        } catch (ConflictException e) {
            return Optional.empty();
        }
    }

    Optional<String> tenantOf(String key) {
        return store.readVersioned(key).map(this::read).map(Kept::tenant);
    }

    void remove(String key) {
        store.delete(key);
    }

    private Kept read(Versioned document) {
        try {
            return json.readValue(document.content(), Kept.class);
        } catch (IOException e) {
            throw new UncheckedIOException("a waiting order is damaged; delete it", e);
        }
    }

    private byte[] write(Kept kept) {
        try {
            return json.writeValueAsBytes(kept);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write an order as JSON", e);
        }
    }

    /**
     * A record as it was.
     *
     * @param value in Base64
     * @param claimedUntil {@code null} while nobody works on it
     */
    record Kept(
            String tenant,
            String topic,
            int partition,
            long offset,
            long timestamp,
            String recordKey,
            String value,
            Instant claimedUntil) {

        static Kept of(String tenant, ConsumerRecord<String, byte[]> record) {
            return new Kept(
                    tenant,
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    record.key(),
                    Base64.getEncoder().encodeToString(record.value()),
                    null);
        }

        Kept claimedUntil(Instant time) {
            return new Kept(tenant, topic, partition, offset, timestamp, recordKey, value, time);
        }

        ConsumerRecord<String, byte[]> record() {
            byte[] bytes = Base64.getDecoder().decode(value);
            return new ConsumerRecord<>(
                    topic,
                    partition,
                    offset,
                    timestamp,
                    TimestampType.CREATE_TIME,
                    -1,
                    bytes.length,
                    recordKey,
                    bytes,
                    new RecordHeaders(),
                    Optional.empty());
        }
    }
}
