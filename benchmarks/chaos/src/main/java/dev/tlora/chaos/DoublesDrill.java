package dev.tlora.chaos;

import dev.tlora.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Gives one prepared run to two trainers at the same time, by copying its record. */
final class DoublesDrill implements Drill {

    /** Long enough for the second trainer to begin before the first one ends. */
    private static final int STEPS = Integer.getInteger("tlora.drill.steps", 150);

    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Override
    public void run(Report report) throws Exception {
        Path folder = Files.createTempDirectory("tlora-doubles");
        try (Fleet fleet = Fleet.open(folder.resolve("fleet"), folder.resolve("models"))) {
            fleet.start(Service.INGEST);
            Orders.sendRuns(fleet, folder.resolve("photos"), 1, STEPS);
            Events.Event record = prepared(fleet);
            Orders.send(
                    fleet.servers(),
                    Topics.LATENTS,
                    List.of(record.key()),
                    List.of(record.text().getBytes(StandardCharsets.UTF_8)));
            List<ServiceProcess> trainers =
                    List.of(fleet.start(Service.TRAINER), fleet.start(Service.TRAINER));
            report.say("one record twice, two trainers");
            awaitEnd(trainers);
            count(fleet, trainers, report);
        }
        TemporaryFolders.delete(folder);
    }

    private static Events.Event prepared(Fleet fleet) throws Exception {
        try (Events latents = new Events(fleet.servers(), Topics.LATENTS)) {
            Waiting.until(LIMIT, () -> !latents.all().isEmpty());
            return latents.all().get(0);
        }
    }

    /** Both records are done with. */
    private static void awaitEnd(List<ServiceProcess> trainers) throws Exception {
        Waiting.until(LIMIT, () -> logged(trainers, "job finished") == 2);
    }

    private static void count(Fleet fleet, List<ServiceProcess> trainers, Report report)
            throws Exception {
        Outcome outcome = new Outcome(fleet);
        report.expect("records worked on", 2L, logged(trainers, "job finished"));
        report.expect("attempts begun", 2L, logged(trainers, "training: runId="));
        report.expect("attempts refused", 1L, logged(trainers, "left to a newer attempt"));
        report.expect("adapters published", 1, outcome.adapters().size());
        report.expect("announcements of the run", 1, published(fleet).size());
        report.expect("dead letters", 0, outcome.deadLetters());
    }

    private static Set<String> published(Fleet fleet) {
        try (Events adapters = new Events(fleet.servers(), Topics.ADAPTERS)) {
            Set<String> ids = new HashSet<>();
            adapters.all().forEach(event -> ids.add(event.id()));
            return ids;
        }
    }

    private static long logged(List<ServiceProcess> processes, String text) throws Exception {
        long lines = 0;
        for (ServiceProcess process : processes) {
            lines += process.logged(text);
        }
        return lines;
    }
}
