package dev.tlora.chaos;

import dev.tlora.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Asks trainer after trainer to leave (SIGTERM) in the middle of one run. */
final class HandoverDrill implements Drill {

    private static final int HANDOVERS = 3;
    private static final int STEPS = Integer.getInteger("tlora.drill.steps", 120);
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final double GRACE_SECONDS = 20;

    @Override
    public void run(Report report) throws Exception {
        Path folder = Files.createTempDirectory("tlora-handover");
        Path models = folder.resolve("models");
        Path photos = folder.resolve("photos");
        Map<String, Set<String>> undisturbed;
        try (Fleet fleet = Fleet.open(folder.resolve("calm"), models)) {
            fleet.start(Service.INGEST);
            fleet.start(Service.TRAINER);
            Orders.sendRuns(fleet, photos, 1, STEPS);
            undisturbed = published(fleet);
        }
        try (Fleet fleet = Fleet.open(folder.resolve("moved"), models)) {
            fleet.start(Service.INGEST);
            Orders.sendRuns(fleet, photos, 1, STEPS);
            double longest = 0;
            for (int i = 0; i < HANDOVERS; i++) {
                longest = Math.max(longest, handOver(fleet, i + 1));
            }
            fleet.start(Service.TRAINER);
            report.expect("adapter equals the undisturbed one", undisturbed, published(fleet));
            report.expect("hand-overs", HANDOVERS, resumes(fleet));
            report.atMost("seconds to leave, the longest", GRACE_SECONDS, longest);
        }
        TemporaryFolders.delete(folder);
    }

    /** Lets a trainer take some steps, asks it to leave, and says how many seconds it took. */
    private static double handOver(Fleet fleet, int attempt) throws Exception {
        ServiceProcess trainer = fleet.start(Service.TRAINER);
        try (Events runs = new Events(fleet.servers(), Topics.RUNS)) {
            Waiting.until(LIMIT, () -> progressed(runs, attempt));
        }
        return trainer.terminate().toMillis() / 1000.0;
    }

    private static boolean progressed(Events runs, int attempt) {
        return runs.of("checkpoint-saved.v1").stream()
                .anyMatch(event -> event.text().contains("\"attempt\":" + attempt + ","));
    }

    private static int resumes(Fleet fleet) {
        try (Events runs = new Events(fleet.servers(), Topics.RUNS)) {
            return runs.of("training-resumed.v1").size();
        }
    }

    private static Map<String, Set<String>> published(Fleet fleet) throws Exception {
        Outcome outcome = new Outcome(fleet);
        Waiting.until(LIMIT, () -> !outcome.adapters().isEmpty());
        return outcome.adapters();
    }
}
