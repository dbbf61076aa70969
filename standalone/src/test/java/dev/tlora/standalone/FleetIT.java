package dev.tlora.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.runtime.Broker;
import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.RunScored;
import dev.tlora.schemas.TrainingEvent;
import dev.tlora.standalone.client.FleetClient;
import dev.tlora.standalone.client.RenderClient;
import dev.tlora.standalone.client.RenderWish;
import dev.tlora.testing.FleetResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One concept event in; adapter, images and scores out, over a real broker. */
@QuarkusTest
@QuarkusTestResource(FleetResource.class)
class FleetIT {

    @TestHTTPResource("/")
    URI address;

    @Inject Broker broker;
    @Inject ArtifactStore store;

    private Path folder;
    private FleetClient fleet;

    @BeforeEach
    void connect() throws IOException {
        folder = Files.createTempDirectory(Path.of("target"), "photos").toAbsolutePath();
        fleet = new FleetClient(address);
    }

    @Test
    void oneOrderBecomesAnAdapterImagesAndOneVerdict() {
        // When
        String runId = fleet.submit(Orders.small(folder, 1));
        List<RunEvent> told = follow(runId);

        // Then
        assertThat(milestones(told))
                .containsExactly(
                        "run-accepted.v1",
                        "run-prepared.v1",
                        "training-started.v1",
                        "run-published.v1",
                        "run-rendered.v1",
                        "run-rendered.v1",
                        "run-rendered.v1",
                        "run-scored.v1");
        RunScored scored = (RunScored) told.get(told.size() - 1);
        assertThat(scored.images()).isEqualTo(Orders.IMAGES);
        assertThat(scored.failedImages()).isZero();
        assertThat(scored.untrainedModel()).isTrue();
        RunLayout layout = RunLayout.of(runId);
        assertThat(
                        List.of(
                                layout.adapter("tlora"),
                                layout.manifest(),
                                layout.scores(),
                                layout.report(),
                                layout.contactSheet()))
                .allMatch(key -> store.exists(key), "is in the store");
    }

    @Test
    void lossOnFixedNoiseFallsWhileTraining() {
        // When
        List<RunEvent> told = follow(fleet.submit(Orders.small(folder, 2, 40)));

        // Then
        List<Double> fixedLosses =
                told.stream()
                        .filter(TrainingEvent.Progressed.class::isInstance)
                        .map(TrainingEvent.Progressed.class::cast)
                        .flatMapToDouble(progress -> progress.fixedLossIfAny().stream())
                        .boxed()
                        .toList();
        assertThat(fixedLosses).hasSizeGreaterThan(1);
        assertThat(fixedLosses.get(fixedLosses.size() - 1)).isLessThan(fixedLosses.get(0));
    }

    @Test
    void theSameOrderTwiceIsOneRun() {
        // Given
        ConceptSubmitted order = Orders.small(folder, 3);

        // When
        String first = fleet.submit(order);
        String second = fleet.submit(order);
        List<RunEvent> told = follow(first);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(milestones(told)).containsOnlyOnce("training-started.v1", "run-scored.v1");
        assertThat(StreamSupport.stream(fleet.runs().spliterator(), false))
                .filteredOn((JsonNode run) -> run.path("runId").asText().equals(first))
                .hasSize(1);
    }

    @Test
    void twoOrdersAtOnceBothFinish() {
        // When
        String one = fleet.submit(Orders.small(folder, 4));
        String other = fleet.submit(Orders.small(folder, 5));

        // Then
        assertThat(other).isNotEqualTo(one);
        assertThat(follow(one)).last().isInstanceOf(RunScored.class);
        assertThat(follow(other)).last().isInstanceOf(RunScored.class);
    }

    @Test
    void theAdapterChangesWhatTheSameSeedAndPromptDraw() throws IOException {
        // Given
        String runId = fleet.submit(Orders.small(folder, 6));
        follow(runId);

        // When
        int[] plain = draw(runId, false);
        int[] adapted = draw(runId, true);
        int[] again = draw(runId, true);

        // Then
        assertThat(adapted).isEqualTo(again).isNotEqualTo(plain);
    }

    private int[] draw(String runId, boolean withAdapter) throws IOException {
        RenderWish wish =
                new RenderWish(
                        "a disc in the snow", 7, 1, 4, 2.0, "euler", null, null, withAdapter);
        try (RenderClient renders = new RenderClient(broker.bootstrapServers())) {
            AdapterPublished adapter = renders.adapter(runId).orElseThrow();
            Path file = renders.render(adapter, List.of(wish), count -> {}).get(0);
            BufferedImage image = ImageIO.read(file.toFile());
            return image.getRGB(
                    0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        }
    }

    private List<RunEvent> follow(String runId) {
        List<RunEvent> told = new ArrayList<>();
        fleet.follow(
                runId,
                event -> {
                    told.add(event);
                    return !(event instanceof RunScored
                            || event instanceof RunEvent.Failed
                            || event instanceof RunEvent.Rejected);
                });
        return told;
    }

    private static List<String> milestones(List<RunEvent> told) {
        return told.stream()
                .map(RunEvent::type)
                .filter(type -> !type.startsWith("training-progressed"))
                .filter(type -> !type.startsWith("checkpoint-saved"))
                .toList();
    }
}
