package dev.tlora.chaos;

import dev.tlora.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What became of a fleet's runs. */
final class Outcome {

    private static final Pattern ADAPTER =
            Pattern.compile("\"adapter\":\\{[^}]*\"sha256\":\"([0-9a-f]{64})\"");

    private final Fleet fleet;

    Outcome(Fleet fleet) {
        this.fleet = fleet;
    }

    /** Waits until so many runs have a score; false when they did not get it in time. */
    boolean awaitScored(int runs, Duration limit, Report report) throws Exception {
        long begin = System.nanoTime();
        long told = 0;
        try (Events scores = new Events(fleet.servers(), Topics.SCORES)) {
            while (System.nanoTime() - begin < limit.toNanos()) {
                Set<String> scored =
                        scores.of("run-scored.v1").stream()
                                .map(Events.Event::key)
                                .collect(Collectors.toSet());
                if (scored.size() >= runs) {
                    return true;
                }
                if (System.nanoTime() - told > Duration.ofSeconds(30).toNanos()) {
                    report.say("%d of %d runs scored".formatted(scored.size(), runs));
                    told = System.nanoTime();
                }
                Thread.sleep(500);
            }
        }
        return false;
    }

    /** Hash of each run's adapter by run; several hashes where announcements differ. */
    Map<String, Set<String>> adapters() {
        try (Events adapters = new Events(fleet.servers(), Topics.ADAPTERS)) {
            Map<String, Set<String>> hashes = new TreeMap<>();
            for (Events.Event event : adapters.all()) {
                Matcher matcher = ADAPTER.matcher(event.text());
                if (matcher.find()) {
                    hashes.computeIfAbsent(event.key(), key -> new HashSet<>())
                            .add(matcher.group(1));
                }
            }
            return hashes;
        }
    }

    /** Distinct verdicts of each run: events of one id are one event. */
    Map<String, Integer> verdicts() {
        try (Events scores = new Events(fleet.servers(), Topics.SCORES)) {
            Map<String, Set<String>> ids = new TreeMap<>();
            for (Events.Event event : scores.of("run-scored.v1")) {
                ids.computeIfAbsent(event.key(), key -> new HashSet<>()).add(event.id());
            }
            Map<String, Integer> counts = new TreeMap<>();
            ids.forEach((run, distinct) -> counts.put(run, distinct.size()));
            return counts;
        }
    }

    int records(String topic) {
        try (Events events = new Events(fleet.servers(), topic)) {
            return events.all().size();
        }
    }

    int deadLetters() {
        return Topics.deadLetters().stream().mapToInt(topic -> records(topic.name())).sum();
    }

    int failures() {
        try (Events runs = new Events(fleet.servers(), Topics.RUNS)) {
            return runs.of("run-failed.v1").size();
        }
    }

    /** Files that no artefact is made of. */
    List<Path> orphans() throws IOException {
        Path hidden = fleet.store().resolve(".store");
        try (Stream<Path> files = Files.walk(hidden)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("lock"))
                    .toList();
        }
    }
}
