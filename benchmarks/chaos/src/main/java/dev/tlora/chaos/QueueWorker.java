package dev.tlora.chaos;

import dev.tlora.workqueue.HandedOver;
import dev.tlora.workqueue.Job;
import dev.tlora.workqueue.QueueListener;
import dev.tlora.workqueue.WorkQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A worker in a process of its own whose jobs are to sleep; it writes what became of each to a
 * file.
 */
final class QueueWorker implements QueueListener {

    private static final long STEP_MILLIS = 500;

    private final Path diary;

    private QueueWorker(Path diary) {
        this.diary = diary;
    }

    static Process start(String servers, String topic, Path diary) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        QueueWorker.class.getName(),
                        servers,
                        topic,
                        diary.toString())
                .redirectErrorStream(true)
                .redirectOutput(diary.resolveSibling(diary.getFileName() + ".log").toFile())
                .start();
    }

    public static void main(String[] arguments) throws InterruptedException {
        QueueWorker worker = new QueueWorker(Path.of(arguments[2]));
        WorkQueue queue =
                WorkQueue.builder()
                        .bootstrapServers(arguments[0])
                        .topic(arguments[1])
                        .group("sleepers")
                        .lease(Duration.ofSeconds(30))
                        .listener(worker)
                        .handler(worker::sleep)
                        .build();
        queue.start();
        new CountDownLatch(1).await();
    }

    private void sleep(Job job) throws InterruptedException {
        write("started", job);
        String seconds = new String(job.value(), StandardCharsets.UTF_8);
        long end = System.nanoTime() + Duration.ofSeconds(Long.parseLong(seconds)).toNanos();
        while (System.nanoTime() < end) {
            job.lease().checkHeld();
            if (job.lease().stopRequested()) {
                throw new HandedOver(job + " is left to others");
            }
            Thread.sleep(STEP_MILLIS);
        }
        write("executed", job);
    }

    @Override
    public void finished(Job job, Duration took) {
        write("accepted", job);
    }

    @Override
    public void leaseLost(Job job) {
        write("lost", job);
    }

    private synchronized void write(String what, Job job) {
        try {
            Files.writeString(
                    diary,
                    what + " " + job.key() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
