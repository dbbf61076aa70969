package dev.tlora.workqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tlora.broker.EmbeddedBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs that fail: tried again, waited for, or kept as dead letters. */
@Timeout(60)
@ExtendWith(SharedBroker.class)
class FailedJobsIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Told told = new Told();
    private QueueFixture jobs;

    @BeforeEach
    void createTopics(EmbeddedBroker broker) {
        jobs = new QueueFixture(broker);
    }

    @AfterEach
    void stopQueues() {
        jobs.close();
    }

    @Test
    void aPassingFailureIsRetriedAfterThePauseItAsksFor() throws Exception {
        // Given
        Duration pause = QueueFixture.LEASE.multipliedBy(3).dividedBy(2);
        List<Long> times = new CopyOnWriteArrayList<>();
        JobHandler flaky =
                job -> {
                    times.add(System.nanoTime());
                    if (times.size() == 1) {
                        throw new RetryLater("store away", null, pause);
                    }
                };

        // When
        jobs.start(jobs.queue(flaky).listener(told));
        jobs.send("flaky");

        // Then
        await().atMost(SOON).until(() -> told.lines.contains("finished flaky"));
        assertThat(told.lines)
                .containsExactly("started flaky 1", "retried flaky store away", "finished flaky");
        assertThat(Duration.ofNanos(times.get(1) - times.get(0))).isGreaterThanOrEqualTo(pause);
    }

    @Test
    void whileTheStoreIsAwayAJobUsesUpNoDeliveries() throws Exception {
        // Given
        int tries = 6;
        List<Integer> deliveries = new CopyOnWriteArrayList<>();
        JobHandler waiting =
                job -> {
                    deliveries.add(job.deliveryCount());
                    if (deliveries.size() < tries) {
                        throw new RetryLater("store away", null);
                    }
                };

        // When
        jobs.start(jobs.queue(waiting).maxDeliveries(1).listener(told));
        jobs.send("patient");

        // Then
        await().atMost(SOON).until(() -> told.lines.contains("finished patient"));
        assertThat(deliveries).hasSize(tries).containsOnly(1);
        assertThat(jobs.deadLetters()).isEmpty();
    }

    @Test
    void whatIsAwayForTooLongMakesADeadLetterOfItsClass() throws Exception {
        // Given
        JobHandler waiting =
                job -> {
                    throw new RetryLater("store away", null);
                };

        // When
        jobs.start(jobs.queue(waiting).patience(Duration.ofMillis(300)).listener(told));
        jobs.send("late");

        // Then
        await().atMost(SOON).until(() -> told.lines.contains("dead-lettered late store away"));
        assertThat(jobs.deadLetters())
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(headers(letter))
                                        .containsEntry("dead-letter-class", "store"));
    }

    @Test
    void aRejectedJobBecomesADeadLetterAndTheNextOneRuns() throws Exception {
        // Given
        JobHandler strict =
                job -> {
                    if (job.key().equals("bad")) {
                        throw new Rejected("rank 0", new IllegalArgumentException("rank"));
                    }
                };

        // When
        jobs.start(jobs.queue(strict).listener(told));
        jobs.send("bad", "good");

        // Then
        await().atMost(SOON).until(() -> told.lines.contains("finished good"));
        assertThat(told.lines).startsWith("started bad 1", "dead-lettered bad rank 0");
        assertThat(jobs.deadLetters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.key()).isEqualTo("bad");
                            assertThat(letter.value()).isEqualTo("do bad");
                            assertThat(headers(letter))
                                    .containsKey("dead-letter-time")
                                    .containsAllEntriesOf(
                                            Map.of(
                                                    "ce_id", "7",
                                                    "dead-letter-class", "rejected",
                                                    "dead-letter-exception-class-name",
                                                            "dev.tlora.workqueue.Rejected",
                                                    "dead-letter-reason", "rank 0",
                                                    "dead-letter-cause-class-name",
                                                            "java.lang.IllegalArgumentException",
                                                    "dead-letter-cause", "rank",
                                                    "dead-letter-topic", jobs.topic,
                                                    "dead-letter-partition", "0",
                                                    "dead-letter-offset", "0"));
                        });
    }

    @Test
    void aJobThatKeepsFailingBecomesADeadLetterOfItsLastFailure() throws Exception {
        // Given
        JobHandler broken =
                job -> {
                    throw new IllegalStateException("failure " + job.deliveryCount());
                };

        // When
        jobs.start(jobs.queue(broken).listener(told));
        jobs.send("doomed");

        // Then
        await().atMost(SOON).until(() -> told.lines.contains("dead-lettered doomed failure 3"));
        assertThat(jobs.deadLetters())
                .singleElement()
                .satisfies(
                        letter ->
                                assertThat(headers(letter))
                                        .containsEntry("dead-letter-reason", "failure 3"));
        await().atMost(SOON).until(() -> jobs.lag() == 0);
    }

    private static Map<String, String> headers(ConsumerRecord<String, String> letter) {
        return StreamSupport.stream(letter.headers().spliterator(), false)
                .collect(
                        Collectors.toMap(
                                header -> header.key(),
                                header -> new String(header.value(), StandardCharsets.UTF_8)));
    }
}
