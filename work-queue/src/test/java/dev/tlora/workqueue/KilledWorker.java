package dev.tlora.workqueue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A worker in a process of its own that takes a job and never ends it, for tests to kill. */
final class KilledWorker {

    private KilledWorker() {}

    static Process start(QueueFixture jobs) throws Exception {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWorker.class.getName(),
                        jobs.servers(),
                        jobs.topic,
                        jobs.group)
                .redirectErrorStream(true)
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        WorkQueue queue =
                WorkQueue.builder()
                        .bootstrapServers(arguments[0])
                        .topic(arguments[1])
                        .group(arguments[2])
                        .lease(Duration.ofSeconds(2))
                        .handler(
                                job -> {
                                    System.out.println("took " + job.key());
                                    never.await();
                                })
                        .build();
        queue.start();
        never.await();
    }
}
