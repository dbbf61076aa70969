package dev.tlora.chaos;

import dev.tlora.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Rubbish of many kinds among good orders. */
final class FuzzDrill implements Drill {

    private static final int RUBBISH = Integer.getInteger("tlora.drill.records", 10_000);
    private static final int GOOD = 20;
    private static final int STEPS = 3;
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final double GROWTH_MEGABYTES = 150;

    @Override
    public void run(Report report) throws Exception {
        Path folder = Files.createTempDirectory("tlora-fuzz");
        try (Fleet fleet =
                        Fleet.openForLargeOrders(
                                folder.resolve("fleet"), folder.resolve("models"));
                Answers answers = new Answers(fleet)) {
            ServiceProcess ingest = fleet.start(Service.INGEST);
            long warm = half(fleet, ingest, answers, folder, 0, report);
            long end = half(fleet, ingest, answers, folder, 1, report);
            count(fleet, ingest, answers, report);
            report.atMost(
                    "memory grown in the second half, MB", GROWTH_MEGABYTES, (double) (end - warm));
        }
        TemporaryFolders.delete(folder);
    }

    /** Sends half of the records, waits for their answers and says how much memory is in use. */
    private static long half(
            Fleet fleet,
            ServiceProcess ingest,
            Answers answers,
            Path folder,
            int half,
            Report report)
            throws Exception {
        Rubbish rubbish = new Rubbish(half);
        List<String> keys = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        int every = RUBBISH / GOOD;
        for (int i = half * RUBBISH / 2; i < (half + 1) * RUBBISH / 2; i++) {
            if (i % every == 0) {
                int run = i / every;
                keys.add(Orders.runId(run));
                values.add(
                        Orders.order(Orders.runId(run), run, folder.resolve("photos"), STEPS)
                                .getBytes(StandardCharsets.UTF_8));
            }
            keys.add("rubbish-" + i);
            values.add(rubbish.next(i));
        }
        Orders.send(fleet.servers(), Topics.CONCEPTS, keys, values);
        report.say("%d records sent".formatted(values.size()));
        int wanted = (half + 1) * (RUBBISH + GOOD) / 2;
        Waiting.until(LIMIT, () -> answers.all() >= wanted);
        report.say("%d records answered".formatted(wanted));
        return ingest.residentMegabytes();
    }

    private static void count(Fleet fleet, ServiceProcess ingest, Answers answers, Report report) {
        report.say("%d rejected, %d dead letters".formatted(answers.rejected(), answers.dead()));
        report.expect("runs accepted", GOOD, answers.accepted());
        report.expect(
                "rubbish rejected or dead-lettered", RUBBISH, answers.rejected() + answers.dead());
        report.expect("runs failed", 0, new Outcome(fleet).failures());
        report.expect("consumer alive", true, ingest.isAlive());
    }

    /** What became of the records so far. */
    private static final class Answers implements AutoCloseable {

        private final Events runs;
        private final Events letters;

        Answers(Fleet fleet) {
            runs = new Events(fleet.servers(), Topics.RUNS);
            letters = new Events(fleet.servers(), Topics.CONCEPTS + ".dlq");
        }

        int all() {
            return rejected() + dead() + accepted();
        }

        int rejected() {
            return runs.of("run-rejected.v1").size();
        }

        int accepted() {
            return runs.of("run-prepared.v1").size();
        }

        int dead() {
            return letters.all().size();
        }

        @Override
        public void close() {
            runs.close();
            letters.close();
        }
    }
}
