package dev.tlora.workqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tlora.broker.EmbeddedBroker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BrokerAwayIT {

    @TempDir Path folder;

    @Test
    void aJobWhoseBrokerGoesAwayIsToldAndRunsAgainWhenItIsBack() throws Exception {
        // Given
        Told told = new Told();
        CountDownLatch running = new CountDownLatch(1);
        AtomicInteger attempts = new AtomicInteger();
        JobHandler holding =
                job -> {
                    running.countDown();
                    if (attempts.incrementAndGet() == 1) {
                        await().atMost(Duration.ofSeconds(30)).until(job.lease()::isLost);
                        job.lease().checkHeld();
                    }
                };
        EmbeddedBroker first = broker().start();
        int port = URI.create("kafka://" + first.bootstrapServers()).getPort();
        try (QueueFixture jobs = new QueueFixture(first)) {
            jobs.start(jobs.queue(holding).listener(told));
            jobs.send("survivor");
            running.await();

            // When
            first.close();
            await().atMost(Duration.ofSeconds(20)).until(() -> told.lines.size() == 2);
            try (EmbeddedBroker second = broker().port(port).start()) {

                // Then
                assertThat(second.bootstrapServers()).isEqualTo(first.bootstrapServers());
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> told.lines.contains("finished survivor"));
                // The broker forgets deliveries that nobody settled before it went.
                assertThat(told.lines)
                        .containsExactly(
                                "started survivor 1",
                                "lease lost survivor",
                                "started survivor 1",
                                "finished survivor");
                jobs.stopQueues();
            }
        } finally {
            first.close();
        }
    }

    private EmbeddedBroker.Builder broker() {
        return EmbeddedBroker.in(folder).shareLockDuration(Duration.ofSeconds(1));
    }
}
