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
                Fleet.openForLargeOrders(folder.resolve("fleet"), folder.resolve("models"))) {
            ServiceProcess ingest = fleet.start(Service.INGEST);
            long warm = half(fleet, ingest, folder, 0, report);
            long end = half(fleet, ingest, folder, 1, report);
            count(fleet, ingest, report);
            report.atMost(
                    "memory grown in the second half, MB", GROWTH_MEGABYTES, (double) (end - warm));
        }
        TemporaryFolders.delete(folder);
    }

    /** Sends half of the records, waits for their answers and says how much memory is in use. */
    private static long half(
            Fleet fleet, ServiceProcess ingest, Path folder, int half, Report report)
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
        int answers = (half + 1) * (RUBBISH + GOOD) / 2;
        Waiting.until(LIMIT, () -> answered(fleet) >= answers);
        report.say("%d records answered".formatted(answers));
        return ingest.residentMegabytes();
    }

    private static int answered(Fleet fleet) {
        return rejected(fleet) + deadLetters(fleet) + accepted(fleet);
    }

    private static int rejected(Fleet fleet) {
        try (Events runs = new Events(fleet.servers(), Topics.RUNS)) {
            return runs.of("run-rejected.v1").size();
        }
    }

    private static int accepted(Fleet fleet) {
        try (Events runs = new Events(fleet.servers(), Topics.RUNS)) {
            return runs.of("run-prepared.v1").size();
        }
    }

    private static int deadLetters(Fleet fleet) {
        return new Outcome(fleet).records(Topics.CONCEPTS + ".dlq");
    }

    private static void count(Fleet fleet, ServiceProcess ingest, Report report) {
        int rejected = rejected(fleet);
        int dead = deadLetters(fleet);
        report.say("%d rejected, %d dead letters".formatted(rejected, dead));
        report.expect("runs accepted", GOOD, accepted(fleet));
        report.expect("rubbish rejected or dead-lettered", RUBBISH, rejected + dead);
        report.expect("runs failed", 0, new Outcome(fleet).failures());
        report.expect("consumer alive", true, ingest.isAlive());
    }
}
