package dev.tlora.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tlora.schemas.DeadLetters;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's permissions are what services need, no less and no more. */
class PermissionsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Path SAMPLES = Metrics.ROOT.resolve("schemas/src/test/resources/samples");
    private static final String ORDER =
            """
            {"image": "data:image/png;base64,%s", "className": "robot", "runId": "%s",
             "model": "random",
             "training": {"rank": 4, "minRank": 2, "steps": %d, "resolution": 64},
             "evaluation": {"prompts": ["a {} on the beach"], "imagesPerPrompt": 1,
                            "baseImages": 1, "steps": 2}}
            """;

    /** Topics that somebody reads as work or as orders. */
    private static final List<String> READ =
            List.of(
                    Topics.CONCEPTS,
                    Topics.LATENTS,
                    Topics.ADAPTERS,
                    Topics.RENDERS,
                    Topics.IMAGES,
                    Topics.CONTROL);

    @TempDir Path folder;

    private GuardedFleet fleet;

    @BeforeEach
    void start() throws Exception {
        fleet = GuardedFleet.in(folder);
        for (String topic : READ) {
            fleet.send(topic, "rubbish");
        }
        fleet.send(Topics.CONCEPTS, order("whole", 10));
        fleet.send(Topics.IMAGES, imageOfAnUnknownModel());
        fleet.start("ingest");
        // A worker that stops puts back what it would otherwise have given up.
        fleet.start("trainer", "tlora.queue.max-deliveries=1");
        fleet.start("sampler");
        fleet.start(
                "evaluator",
                "tlora.evaluator.gate.random.mode=block",
                "tlora.evaluator.gate.random.min-clip-i=1");
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void servicesAreRefusedNothingAndPermittedNothingInVain() throws Exception {
        // When
        awaitOrTrouble(() -> isTold("whole", "training-started.v1"));
        fleet.send(Topics.CONCEPTS, order("stopped", 100_000));
        awaitOrTrouble(() -> isTold("stopped", "training-started.v1"));
        fleet.ask("trainer", "GET", "/q/metrics");
        fleet.stop("trainer");
        awaitOrTrouble(() -> isTold("whole", "run-scored.v1"));
        awaitOrTrouble(() -> READ.stream().map(DeadLetters::topicOf).noneMatch(fleet::isEmpty));
        for (String service : List.of("ingest", "sampler", "evaluator")) {
            fleet.ask(service, "GET", "/q/metrics");
        }
        fleet.ask("ingest", "POST", "/dead-letters/" + Topics.RENDERS + "/replay");
        fleet.ask("ingest", "DELETE", "/concepts/whole");

        // Then
        List<Grant> grants = Grant.ofChart();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(grants).allMatch(grant -> isNeeded(grant, grants)));
        assertThat(WitnessAuthorizer.refused()).as(fleet::logs).isEmpty();
    }

    /** Whether a service asked for something that nothing else permits it. */
    private static boolean isNeeded(Grant grant, List<Grant> grants) {
        List<Grant> others = grants.stream().filter(it -> !it.equals(grant)).toList();
        return WitnessAuthorizer.permitted().stream()
                .filter(grant::permits)
                .anyMatch(request -> others.stream().noneMatch(it -> it.permits(request)));
    }

    private void awaitOrTrouble(Callable<Boolean> done) {
        await().atMost(PATIENCE)
                .until(
                        () ->
                                done.call()
                                        || !fleet.isWhole()
                                        || !WitnessAuthorizer.refused().isEmpty());
        assertThat(WitnessAuthorizer.refused()).as(fleet::logs).isEmpty();
        assertThat(fleet.isWhole()).as(fleet::logs).isTrue();
    }

    private boolean isTold(String runId, String type) {
        List<RunEvent> events = fleet.events();
        return events.stream()
                .filter(event -> event.runId().equals(runId))
                .anyMatch(event -> event.type().equals(type));
    }

    private static String order(String runId, int steps) throws IOException {
        String photo = Base64.getEncoder().encodeToString(Files.readAllBytes(Path.of("photo.png")));
        return ORDER.formatted(photo, runId, steps);
    }

    private static String imageOfAnUnknownModel() throws IOException {
        return Files.readString(SAMPLES.resolve("image-rendered.v1.json"))
                .replace("\"starter\"", "\"unknown\"");
    }
}
