package dev.tlora.chaos;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Thirty runs while trainers, samplers and evaluators are killed at random moments; then the same
 * runs undisturbed.
 */
final class KillsDrill implements Drill {

    private static final int RUNS = Integer.getInteger("tlora.drill.runs", 30);
    private static final int KILLS = Integer.getInteger("tlora.drill.kills", 60);
    private static final int STEPS = 9;
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final long SEED = Long.getLong("tlora.drill.seed", 7);

    /** Young enough drafts may still have a writer. */
    private static final Duration DRAFTS_ABANDONED = Duration.ofSeconds(12);

    @Override
    public void run(Report report) throws Exception {
        Path folder = Files.createTempDirectory("tlora-kills");
        Path photos = folder.resolve("photos");
        Path models = folder.resolve("models");
        Map<String, Set<String>> undisturbed;
        try (Fleet fleet = Fleet.open(folder.resolve("calm"), models)) {
            hire(fleet, 1);
            Orders.sendRuns(fleet, photos, RUNS, STEPS);
            new Outcome(fleet).awaitScored(RUNS, LIMIT, report);
            undisturbed = new Outcome(fleet).adapters();
            report.say("undisturbed pass: %d adapters".formatted(undisturbed.size()));
        }
        try (Fleet fleet = Fleet.open(folder.resolve("harmed"), models)) {
            hire(fleet, 2);
            Orders.sendRuns(fleet, photos, RUNS, STEPS);
            int kills = killAndReplace(fleet, report);
            boolean whole = new Outcome(fleet).awaitScored(RUNS, LIMIT, report);
            report.say("all scored: " + whole);
            fleet.stopServices();
            count(fleet, undisturbed, kills, report);
        }
        TemporaryFolders.delete(folder);
    }

    private static void hire(Fleet fleet, int each) throws Exception {
        fleet.start(Service.INGEST);
        fleet.start(Service.EVALUATOR);
        for (int i = 0; i < each; i++) {
            fleet.start(Service.TRAINER);
        }
        fleet.start(Service.SAMPLER);
    }

    private static int killAndReplace(Fleet fleet, Report report) throws Exception {
        Random random = new Random(SEED);
        for (int kill = 1; kill <= KILLS; kill++) {
            Thread.sleep(3000 + random.nextInt(6000));
            List<ServiceProcess> alive =
                    fleet.processes().stream()
                            .filter(process -> process.service() != Service.INGEST)
                            .toList();
            ServiceProcess victim = alive.get(random.nextInt(alive.size()));
            victim.kill();
            fleet.start(victim.service());
            if (kill % 10 == 0) {
                report.say("%d killed".formatted(kill));
            }
        }
        return KILLS;
    }

    private static void count(
            Fleet fleet, Map<String, Set<String>> undisturbed, int kills, Report report)
            throws Exception {
        Thread.sleep(DRAFTS_ABANDONED.toMillis());
        fleet.openStore();
        Outcome outcome = new Outcome(fleet);
        Map<String, Integer> verdicts = outcome.verdicts();
        Map<String, Set<String>> adapters = outcome.adapters();
        report.expect("kills", KILLS, kills);
        report.expect("runs scored", RUNS, verdicts.size());
        report.expect("runs scored more than once", 0L, moreThanOnce(verdicts));
        report.expect("open runs", 0, RUNS - verdicts.size());
        report.expect("runs failed", 0, outcome.failures());
        report.expect("dead letters", 0, outcome.deadLetters());
        report.expect("adapters bit-equal to the undisturbed", RUNS, equal(adapters, undisturbed));
        report.expect("orphan temporary files", 0, outcome.orphans().size());
    }

    private static long moreThanOnce(Map<String, Integer> verdicts) {
        return verdicts.values().stream().filter(count -> count > 1).count();
    }

    private static int equal(Map<String, Set<String>> one, Map<String, Set<String>> other) {
        int equal = 0;
        for (Map.Entry<String, Set<String>> adapter : one.entrySet()) {
            boolean same = adapter.getValue().equals(other.get(adapter.getKey()));
            equal += same && adapter.getValue().size() == 1 ? 1 : 0;
        }
        return equal;
    }
}
