package dev.tlora.chaos;

import dev.tlora.schemas.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Takes something away for half a minute, once while a run trains and once while it is drawn. */
final class OutageDrill implements Drill {

    private static final int RUNS = 4;
    private static final int STEPS = Integer.getInteger("tlora.drill.steps", 60);
    private static final Duration OUTAGE = Duration.ofSeconds(30);
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final boolean smallStore;
    private final Harm harm;

    /** Something that can be taken away and given back. */
    interface Harm {

        void begin(Fleet fleet) throws Exception;

        void end(Fleet fleet) throws Exception;
    }

    /**
     * @param smallStore whether the store lies on a file system of its own
     */
    OutageDrill(boolean smallStore, Harm harm) {
        this.smallStore = smallStore;
        this.harm = harm;
    }

    @Override
    public void run(Report report) throws Exception {
        Path folder = Files.createTempDirectory("tlora-outage");
        Path store = folder.resolve("fleet/store");
        if (smallStore) {
            SmallFileSystem.mount(store);
        }
        try (Fleet fleet = Fleet.open(folder.resolve("fleet"), folder.resolve("models"))) {
            for (Service service : Service.values()) {
                fleet.start(service);
            }
            Orders.sendRuns(fleet, folder.resolve("photos"), RUNS, STEPS);
            during("training-progressed.v1", fleet, report);
            during("run-rendered.v1", fleet, report);
            new Outcome(fleet).awaitScored(RUNS, LIMIT, report);
            count(fleet, report);
            fleet.stopServices();
        } finally {
            if (smallStore) {
                SmallFileSystem.unmount(store);
            }
        }
        TemporaryFolders.delete(folder);
    }

    private void during(String event, Fleet fleet, Report report) throws Exception {
        try (Events runs = new Events(fleet.servers(), Topics.RUNS)) {
            Waiting.until(LIMIT, () -> !runs.of(event).isEmpty());
        }
        harm.begin(fleet);
        report.say("gone, after the first " + event);
        Thread.sleep(OUTAGE.toMillis());
        harm.end(fleet);
        report.say("back");
    }

    private static void count(Fleet fleet, Report report) {
        Outcome outcome = new Outcome(fleet);
        report.expect("runs scored", RUNS, outcome.verdicts().size());
        report.expect(
                "runs scored more than once",
                0L,
                outcome.verdicts().values().stream().filter(count -> count > 1).count());
        report.expect("adapters", RUNS, outcome.adapters().size());
        report.expect(
                "adapters announced with different bytes",
                0L,
                outcome.adapters().values().stream().filter(hashes -> hashes.size() > 1).count());
        report.expect("runs failed", 0, outcome.failures());
        report.expect("dead letters", 0, outcome.deadLetters());
        report.expect("processes alive", Service.values().length, fleet.processes().size());
    }
}
