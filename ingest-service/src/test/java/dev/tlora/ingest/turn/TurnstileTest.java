package dev.tlora.ingest.turn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.artifacts.FolderStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnstileTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir Path folder;

    /** Runs in the order in which they passed; those that ended are taken out. */
    private final List<String> underWay = new ArrayList<>();

    private final List<String> passed = new ArrayList<>();
    private long offset;

    @Test
    void anotherTenantsOrderPassesBeforeTheThirdOfOneThatMayHaveTwo() {
        // Given
        Turnstile turnstile = turnstile(2);

        // When
        for (int i = 1; i <= 6; i++) {
            take(turnstile, order("a", i, 5));
        }
        take(turnstile, order("b", 1, 5));

        // Then
        assertThat(passed).containsExactly("a-1", "a-2", "b-1");
    }

    @Test
    void restartLosesNothingAndHighPriorityPassesFirst() {
        // Given
        Turnstile before = turnstile(2);
        for (int i = 1; i <= 5; i++) {
            take(before, order("a", i, 5));
        }
        take(before, order("a", 6, 9));

        // When
        Turnstile after = turnstile(2);
        after.release();
        assertThat(passed).containsExactly("a-1", "a-2");
        while (!underWay.isEmpty()) {
            underWay.remove(0);
            after.release();
        }

        // Then
        assertThat(passed).containsExactly("a-1", "a-2", "a-6", "a-3", "a-4", "a-5");
        assertThat(new FolderStore(folder).list("waiting")).isEmpty();
    }

    @Test
    void anOrderThatWasTakenByAServiceThatDiedPassesLater() {
        // Given
        Turnstile dying = turnstile(2, NOW, this::die);
        underWay.addAll(List.of("a-0", "a-00"));
        take(dying, order("a", 1, 5));
        underWay.clear();
        try {
            dying.release();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("killed");
        }

        // When
        turnstile(2, NOW.plus(Duration.ofMinutes(9)), this::pass).release();
        assertThat(passed).isEmpty();
        turnstile(2, NOW.plus(Duration.ofMinutes(10)), this::pass).release();

        // Then
        assertThat(passed).containsExactly("a-1");
    }

    @Test
    void whileTheRunsUnderWayAreNotKnownOrdersWait() {
        // Given
        Turnstile blind =
                new Turnstile(
                        OptionalInt.of(2),
                        new FolderStore(folder),
                        this::count,
                        () -> false,
                        this::pass,
                        Clock.systemUTC());

        // When
        take(blind, order("a", 1, 5));
        blind.release();

        // Then
        assertThat(passed).isEmpty();
        turnstile(2).release();
        assertThat(passed).containsExactly("a-1");
    }

    @Test
    void withoutALimitAllPassAndWhatIsNoOrderPassesAnyway() {
        // Given
        Turnstile open = turnstile(OptionalInt.empty(), NOW, this::pass);
        ConsumerRecord<String, byte[]> rubbish = record("no JSON");

        // When
        take(open, order("a", 1, 5));
        take(open, order("a", 2, 5));
        take(turnstile(1), rubbish);

        // Then
        assertThat(passed).containsExactly("a-1", "a-2", "no JSON");
    }

    private Turnstile turnstile(int limit) {
        return turnstile(OptionalInt.of(limit), NOW, this::pass);
    }

    private Turnstile turnstile(
            int limit, Instant now, Consumer<ConsumerRecord<String, byte[]>> passing) {
        return turnstile(OptionalInt.of(limit), now, passing);
    }

    private Turnstile turnstile(
            OptionalInt limit, Instant now, Consumer<ConsumerRecord<String, byte[]>> passing) {
        return new Turnstile(
                limit,
                new FolderStore(folder),
                this::count,
                () -> true,
                passing,
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private int count(String tenant) {
        return (int) underWay.stream().filter(run -> run.startsWith(tenant + "-")).count();
    }

    private void take(Turnstile turnstile, ConsumerRecord<String, byte[]> record) {
        turnstile.take(record, () -> pass(record));
    }

    private void pass(ConsumerRecord<String, byte[]> record) {
        String value = new String(record.value(), UTF_8);
        String run = value.replaceAll(".*\"runId\": \"([^\"]*)\".*", "$1");
        passed.add(run);
        underWay.add(run);
    }

    private void die(ConsumerRecord<String, byte[]> record) {
        throw new IllegalStateException("killed");
    }

    private ConsumerRecord<String, byte[]> order(String tenant, int number, int priority) {
        return record(
                ("{'image': 'file:///cat.png', 'className': 'cat', 'tenant': '%s',"
                                + " 'runId': '%s-%d', 'priority': %d}")
                        .formatted(tenant, tenant, number, priority)
                        .replace('\'', '"'));
    }

    private ConsumerRecord<String, byte[]> record(String value) {
        return new ConsumerRecord<>("tlora.concepts", 0, offset++, "key", value.getBytes(UTF_8));
    }
}
