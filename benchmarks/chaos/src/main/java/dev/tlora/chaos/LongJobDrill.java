package dev.tlora.chaos;

import dev.tlora.broker.EmbeddedBroker;
import dev.tlora.broker.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A job of half an hour under a lease of 30 s, among short ones; a worker with a short job is
 * killed early and another late.
 */
final class LongJobDrill implements Drill {

    private static final String TOPIC = "drill.jobs";
    private static final String LONG_JOB = "long";
    private static final int WORKERS = 3;
    private static final int LONG_SECONDS = Integer.getInteger("tlora.drill.seconds", 30 * 60);
    private static final int SHORT_SECONDS = LONG_SECONDS / 40;
    private static final int SHORT_JOBS = LONG_SECONDS / 30;

    private final Map<Path, Process> workers = new HashMap<>();
    private int killed;

    @Override
    public void run(Report report) throws Exception {
        Path folder = Files.createTempDirectory("tlora-long-job");
        try (EmbeddedBroker broker = EmbeddedBroker.in(folder.resolve("kafka")).start()) {
            broker.createTopics(Topic.of(TOPIC), Topic.of(TOPIC + ".dlq"));
            send(broker.bootstrapServers());
            for (int i = 0; i < WORKERS; i++) {
                hire(broker, folder);
            }
            report.say(
                    "%d workers, one job of %d s, %d of %d s"
                            .formatted(WORKERS, LONG_SECONDS, SHORT_JOBS, SHORT_SECONDS));
            watch(broker, folder, report);
            count(folder, report);
        } finally {
            workers.values().forEach(Process::destroyForcibly);
            TemporaryFolders.delete(folder);
        }
    }

    private void watch(EmbeddedBroker broker, Path folder, Report report) throws Exception {
        long started = System.nanoTime();
        while (lines(folder, "accepted").size() < SHORT_JOBS + 1) {
            double seconds = (System.nanoTime() - started) / 1e9;
            if (seconds > 2.0 * LONG_SECONDS + 300) {
                report.say("given up waiting");
                return;
            }
            if (seconds > (killed == 0 ? 0.05 : 0.5) * LONG_SECONDS && killed < 2) {
                killOne(broker, folder, report);
            }
            Thread.sleep(1000);
        }
    }

    /** One that is busy with a short job. */
    private void killOne(EmbeddedBroker broker, Path folder, Report report) throws IOException {
        for (Map.Entry<Path, Process> worker : workers.entrySet()) {
            String busyWith = busyWith(worker.getKey());
            if (worker.getValue().isAlive() && !busyWith.isEmpty() && !busyWith.equals(LONG_JOB)) {
                worker.getValue().destroyForcibly();
                killed++;
                report.say("killed a worker busy with " + busyWith);
                hire(broker, folder);
                return;
            }
        }
    }

    private void hire(EmbeddedBroker broker, Path folder) throws IOException {
        Path diary = folder.resolve("worker-" + workers.size() + ".txt");
        workers.put(diary, QueueWorker.start(broker.bootstrapServers(), TOPIC, diary));
    }

    private static String busyWith(Path diary) throws IOException {
        List<String> lines = Files.exists(diary) ? Files.readAllLines(diary) : List.of();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        return last.startsWith("started ") ? last.substring("started ".length()) : "";
    }

    private void count(Path folder, Report report) throws IOException {
        List<String> executed = lines(folder, "executed");
        List<String> accepted = lines(folder, "accepted");
        report.expect("jobs", SHORT_JOBS + 1, new HashSet<>(executed).size());
        report.expect("executions to the end", SHORT_JOBS + 1, executed.size());
        report.expect("acceptances", SHORT_JOBS + 1, accepted.size());
        report.expect("executions of the long job", 1L, times(executed));
        report.expect("starts of the long job", 1L, times(lines(folder, "started")));
        report.expect("acceptances of the long job", 1L, times(accepted));
        report.say("leases lost and jobs begun anew: " + lines(folder, "lost").size());
        report.expect("workers killed", 2, killed);
    }

    private static long times(List<String> jobs) {
        return jobs.stream().filter(LONG_JOB::equals).count();
    }

    private static List<String> lines(Path folder, String what) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path diary : files.filter(file -> file.toString().endsWith(".txt")).toList()) {
                Files.readAllLines(diary).stream()
                        .filter(line -> line.startsWith(what + " "))
                        .map(line -> line.substring(what.length() + 1))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static void send(String servers) throws Exception {
        try (var producer =
                new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", servers),
                        new StringSerializer(),
                        new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, LONG_JOB, "" + LONG_SECONDS)).get();
            for (int i = 0; i < SHORT_JOBS; i++) {
                producer.send(new ProducerRecord<>(TOPIC, "short-" + i, "" + SHORT_SECONDS)).get();
            }
        }
    }
}
