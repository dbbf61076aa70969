package dev.tlora.ingest.turn;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.Defaults;
import dev.tlora.schemas.MalformedEventException;
import dev.tlora.schemas.concept.ConceptEvents;
import dev.tlora.schemas.concept.Parsed;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Lets orders pass while their tenant has fewer runs under way than it may; the others wait in the
 * store. Of those, the one with the highest priority passes first, then the oldest.
 *
 * <p>Safe for use by several threads; orders pass one after another.
 */
final class Turnstile {

    private static final Logger LOGGER = Logger.getLogger(Turnstile.class);

    private final OptionalInt limit;
    private final WaitingOrders waiting;
    private final ToIntFunction<String> underWay;
    private final BooleanSupplier countable;
    private final Consumer<ConsumerRecord<String, byte[]>> passing;
    private final Clock clock;

    /**
     * A turnstile on what waits in the store.
     *
     * @param limit runs of one tenant that may be under way
     * @param underWay runs of a tenant that are
     * @param countable whether these are known yet
     * @param passing sees one through that has waited
     */
    Turnstile(
            OptionalInt limit,
            ArtifactStore store,
            ToIntFunction<String> underWay,
            BooleanSupplier countable,
            Consumer<ConsumerRecord<String, byte[]>> passing,
            Clock clock) {
        this.limit = limit;
        this.waiting = new WaitingOrders(store);
        this.underWay = underWay;
        this.countable = countable;
        this.passing = passing;
        this.clock = clock;
    }

    /**
     * Takes an order; when this returns, it has passed or waits in the store.
     *
     * @param pass sees it through, where it need not wait
     */
    synchronized void take(ConsumerRecord<String, byte[]> record, Runnable pass) {
        Optional<Turn> turn = limit.isEmpty() ? Optional.empty() : turn(record.value());
        if (turn.isEmpty() || mayPass(turn.get().tenant())) {
            pass.run();
            return;
        }
        waiting.add(turn.get().tenant(), turn.get().priority(), record);
        LOGGER.infof("order waits for its tenant's turn: offset=%d", record.offset());
    }

    private boolean mayPass(String tenant) {
        return countable.getAsBoolean() && isFree(tenant) && !waiting.has(tenant);
    }

    private boolean isFree(String tenant) {
        return limit.isEmpty() || underWay.applyAsInt(tenant) < limit.getAsInt();
    }

    /** Lets those pass whose turn has come. */
    synchronized void release() {
        if (!countable.getAsBoolean()) {
            return;
        }
        Set<String> full = new HashSet<>();
        for (String key : waiting.keys()) {
            Optional<String> tenant = waiting.tenantOf(key);
            if (tenant.isPresent() && !full.contains(tenant.get())) {
                if (isFree(tenant.get())) {
                    release(key);
                } else {
                    full.add(tenant.get());
                }
            }
        }
    }

    private void release(String key) {
        waiting.claim(key, clock.instant())
                .ifPresent(
                        order -> {
                            passing.accept(order.record());
                            waiting.remove(key);
                        });
    }

    /** Empty for what is no order; it passes, to be rejected. */
    private static Optional<Turn> turn(byte[] value) {
        try {
            return ConceptEvents.parse(value) instanceof Parsed.Valid valid
                    ? Optional.of(turn(valid.event()))
                    : Optional.empty();
        } catch (MalformedEventException e) {
            return Optional.empty();
        }
    }

    private static Turn turn(ConceptSubmitted order) {
        Defaults usual = Defaults.of(order.modelOrDefault());
        return new Turn(
                order.tenant() == null ? usual.tenant() : order.tenant(),
                order.priority() == null ? usual.priority() : order.priority());
    }

    /** What decides when an order passes. */
    private record Turn(String tenant, int priority) {}
}
