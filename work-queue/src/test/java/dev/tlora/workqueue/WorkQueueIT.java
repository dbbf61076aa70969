package dev.tlora.workqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tlora.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkQueueIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir static Path folder;

    private static EmbeddedBroker broker;

    private final Told told = new Told();
    private QueueFixture jobs;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.in(folder).shareLockDuration(Duration.ofSeconds(1)).start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopics() {
        jobs = new QueueFixture(broker);
    }

    @AfterEach
    void stopQueues() {
        jobs.close();
    }

    @Test
    void aJobLongerThanItsLeaseRunsOnce() throws Exception {
        // Given
        jobs.send("long");
        CountDownLatch never = new CountDownLatch(1);
        JobHandler longJob =
                job -> never.await(QueueFixture.LEASE.toMillis() * 5 / 2, TimeUnit.MILLISECONDS);

        // When
        jobs.start(jobs.queue(longJob).listener(told));
        jobs.start(jobs.queue(longJob).listener(told));

        // Then
        await().atMost(SOON).until(() -> told.lines.contains("finished long"));
        await().atMost(SOON).until(() -> lag() == 0);
        assertThat(told.lines).containsExactly("started long 1", "finished long");
    }

    @Test
    void theJobOfAKilledProcessGoesToAnotherWorker() throws Exception {
        // Given
        jobs.send("orphan");
        Process victim = KilledWorker.start(broker.bootstrapServers(), jobs.topic, jobs.group);
        try (BufferedReader output = victim.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.lines().anyMatch("took orphan"::equals)).isTrue();

            // When
            victim.destroyForcibly();
            jobs.start(jobs.queue(job -> {}).listener(told));

            // Then
            await().atMost(SOON).until(() -> told.lines.contains("finished orphan"));
            assertThat(told.lines).containsExactly("started orphan 2", "finished orphan");
        } finally {
            victim.destroyForcibly();
        }
    }

    @Test
    void threeWorkersTakeThreeJobsAtOnce() throws Exception {
        // Given
        CountDownLatch allRunning = new CountDownLatch(3);
        AtomicBoolean together = new AtomicBoolean(true);
        JobHandler meet =
                job -> {
                    allRunning.countDown();
                    if (!allRunning.await(15, TimeUnit.SECONDS)) {
                        together.set(false);
                    }
                };
        for (int worker = 0; worker < 3; worker++) {
            jobs.start(jobs.queue(meet).listener(told));
        }

        // When
        jobs.send("a", "b", "c");

        // Then
        await().atMost(SOON).until(() -> lag() == 0);
        assertThat(together).isTrue();
        assertThat(told.lines)
                .filteredOn(line -> line.startsWith("started"))
                .containsExactlyInAnyOrder("started a 1", "started b 1", "started c 1");
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
        await().atMost(SOON).until(() -> lag() == 0);
    }

    @Test
    void closeHandsTheRunningJobToAnotherWorkerAtOnce() throws Exception {
        // Given
        CountDownLatch running = new CountDownLatch(1);
        WorkQueue leaving = jobs.start(jobs.queue(untilStopped(running)).listener(told));
        jobs.send("moved");
        running.await();
        Told other = new Told();
        jobs.start(jobs.queue(job -> {}).listener(other));

        // When
        leaving.close(Duration.ofSeconds(10));

        // Then
        assertThat(leaving.isRunning()).isFalse();
        assertThat(told.lines).containsExactly("started moved 1", "handed over moved");
        await().atMost(SOON).until(() -> other.lines.contains("finished moved"));
        assertThat(other.lines).containsExactly("started moved 2", "finished moved");
    }

    @Test
    void beingHandedOverOnTheLastDeliveryIsNoReasonForADeadLetter() throws Exception {
        // Given
        CountDownLatch running = new CountDownLatch(1);
        WorkQueue leaving =
                jobs.start(jobs.queue(untilStopped(running)).maxDeliveries(1).listener(told));
        jobs.send("moved");
        running.await();

        // When
        leaving.close(Duration.ofSeconds(10));
        Told other = new Told();
        jobs.start(jobs.queue(job -> {}).maxDeliveries(1).listener(other));

        // Then
        await().atMost(SOON).until(() -> other.lines.contains("finished moved"));
        assertThat(other.lines).containsExactly("started moved 1", "finished moved");
        assertThat(jobs.deadLetters()).isEmpty();
    }

    @Test
    void aJobThatIgnoresTheStopLosesItsLeaseWhenTheGraceIsOver() throws Exception {
        // Given
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        List<Lease> leases = new CopyOnWriteArrayList<>();
        JobHandler deaf =
                job -> {
                    leases.add(job.lease());
                    running.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        interrupted.countDown();
                    }
                };
        WorkQueue leaving = jobs.start(jobs.queue(deaf).listener(told));
        jobs.send("stuck");
        running.await();

        // When
        leaving.close(Duration.ofMillis(100));
        Told other = new Told();
        jobs.start(jobs.queue(job -> {}).listener(other));

        // Then
        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(leases.get(0)::checkHeld).isInstanceOf(LeaseLost.class);
        await().atMost(SOON).until(() -> other.lines.contains("finished stuck"));
    }

    @Test
    void aWorkerThatStoodStillPastItsLeaseIsToldAndTheJobRunsAgain() throws Exception {
        // Given: the queue's thread hangs in the listener, so nothing renews the first lease
        Told hanging =
                new Told() {
                    @Override
                    public void started(Job job) {
                        super.started(job);
                        if (job.deliveryCount() == 1) {
                            await().pollDelay(QueueFixture.LEASE.plusMillis(200)).until(() -> true);
                        }
                    }
                };

        // When
        jobs.start(jobs.queue(job -> job.lease().checkHeld()).listener(hanging));
        jobs.send("late");

        // Then
        await().atMost(SOON).until(() -> hanging.lines.contains("finished late"));
        assertThat(hanging.lines)
                .containsExactly(
                        "started late 1", "lease lost late", "started late 2", "finished late");
    }

    @Test
    void lagCountsWaitingAndRunningJobsAndEndsAtZero() throws Exception {
        try (QueueLag lag = new QueueLag(jobs.client(), jobs.topic, jobs.group)) {
            // Given
            jobs.send("a", "b", "c");
            assertThat(lag.measure()).isEqualTo(3);
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch proceed = new CountDownLatch(1);
            jobs.start(
                    jobs.queue(
                            job -> {
                                running.countDown();
                                proceed.await();
                            }));
            running.await();
            assertThat(lag.measure()).isEqualTo(3);

            // When
            proceed.countDown();

            // Then
            await().atMost(SOON).until(() -> lag.measure() == 0);
            await().atMost(SOON).until(() -> lag.gauge() == 0);
        }
    }

    @Test
    void aLeaseTheBrokerForbidsIsRefusedAtStart() {
        WorkQueue queue = jobs.queue(job -> {}).lease(Duration.ofMillis(10)).build();

        assertThatThrownBy(queue::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("share group " + jobs.group + " (lease PT0.01S)");
    }

    private long lag() {
        try (QueueLag lag = new QueueLag(jobs.client(), jobs.topic, jobs.group)) {
            return lag.measure();
        }
    }

    private static JobHandler untilStopped(CountDownLatch running) {
        return job -> {
            running.countDown();
            await().until(job.lease()::stopRequested);
            throw new HandedOver("saved");
        };
    }

    private static Map<String, String> headers(ConsumerRecord<String, String> letter) {
        return StreamSupport.stream(letter.headers().spliterator(), false)
                .collect(
                        Collectors.toMap(
                                header -> header.key(),
                                header -> new String(header.value(), StandardCharsets.UTF_8)));
    }
}
