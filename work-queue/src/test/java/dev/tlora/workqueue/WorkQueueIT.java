package dev.tlora.workqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tlora.broker.EmbeddedBroker;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Jobs and their leases, one worker or several. */
@Timeout(60)
@ExtendWith(SharedBroker.class)
class WorkQueueIT {

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
    void aJobLongerThanItsLeaseRunsOnce() throws Exception {
        // Given
        jobs.send("long");
        CountDownLatch never = new CountDownLatch(1);
        JobHandler longJob =
                job -> never.await(QueueFixture.LEASE.toMillis() * 3 / 2, TimeUnit.MILLISECONDS);

        // When
        jobs.start(jobs.queue(longJob).listener(told));
        jobs.start(jobs.queue(longJob).listener(told));

        // Then
        await().atMost(SOON).until(() -> told.lines.contains("finished long"));
        await().atMost(SOON).until(() -> jobs.lag() == 0);
        assertThat(told.lines).containsExactly("started long 1", "finished long");
    }

    @Test
    void theJobOfAKilledProcessGoesToAnotherWorker() throws Exception {
        // Given
        jobs.send("orphan");
        Process victim = KilledWorker.start(jobs);
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
        await().atMost(SOON).until(() -> jobs.lag() == 0);
        assertThat(together).isTrue();
        assertThat(told.lines)
                .filteredOn(line -> line.startsWith("started"))
                .containsExactlyInAnyOrder("started a 1", "started b 1", "started c 1");
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
}
