package dev.tlora.workqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tlora.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Workers that leave while a job runs. */
@Timeout(60)
@ExtendWith(SharedBroker.class)
class HandoverIT {

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

    private static JobHandler untilStopped(CountDownLatch running) {
        return job -> {
            running.countDown();
            await().until(job.lease()::stopRequested);
            throw new HandedOver("saved");
        };
    }
}
