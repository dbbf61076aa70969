package dev.tlora.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.diffusion.image.PngText;
import dev.tlora.runtime.Broker;
import dev.tlora.runtime.EventSender;
import dev.tlora.runtime.Models;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.ImageEvent;
import dev.tlora.schemas.Prompts;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Topics;
import dev.tlora.testing.FleetResource;
import dev.tlora.testing.TopicContent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service on a real broker, with the random model. */
@QuarkusTest
@QuarkusTestResource(FleetResource.class)
class SamplerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject Adapters adapters;
    @Inject EventSender sender;
    @Inject Broker broker;
    @Inject ArtifactStore store;
    @Inject Models models;

    private BaseModel model;

    @BeforeEach
    void describeModel() {
        model = models.describe("random");
    }

    @Test
    void publishedAdapterIsDrawnAsPlanned() {
        // Given
        ArtifactRef adapter = adapters.publish("planned");
        Prompts scenes = new Prompts.Templates(List.of("a {} on the beach"));

        // When
        sender.send(Topics.ADAPTERS, Examples.published("planned", adapter, model, scenes, 2, 1));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(journal("planned"))
                                        .extracting(event -> ((RunEvent.Rendered) event).number())
                                        .containsExactlyInAnyOrder(1, 2, 3));
        assertThat(images("planned"))
                .hasSize(3)
                .allSatisfy(event -> assertThat(event.plan().planned()).isEqualTo(3));
        assertThat(store.list(RunLayout.of("planned").folder() + "/images")).hasSize(3);
    }

    @Test
    void imageFilesSayHowToDrawThemAgain() throws IOException {
        // Given
        ArtifactRef adapter = adapters.publish("texts");

        // When
        sender.send(Topics.RENDERS, Examples.request("texts", "texts-1", adapter, model, null));

        // Then
        byte[] file = imageOf("texts", "texts-1");
        Map<String, String> texts = PngText.read(file, "image");
        assertThat(texts)
                .containsEntry("prompt", "a sks cat on the beach")
                .containsEntry("seed", "42")
                .containsEntry("adapter", adapter.sha256())
                .containsKey("note");
        assertThat(ImageIO.read(new ByteArrayInputStream(file)).getWidth()).isEqualTo(128);
        assertThat(journal("texts")).isEmpty();
    }

    @Test
    void adapterAndItsDialChangeThePictureOfOneSeed() {
        // Given
        ArtifactRef adapter = adapters.publish("dial");

        // When
        sender.send(Topics.RENDERS, Examples.request("dial", "dial-base", null, model, null));
        sender.send(Topics.RENDERS, Examples.request("dial", "dial-own", adapter, model, null));
        sender.send(Topics.RENDERS, Examples.request("dial", "dial-all", adapter, model, 4));

        // Then
        int[] base = pixels("dial", "dial-base");
        int[] own = pixels("dial", "dial-own");
        assertThat(own).isNotEqualTo(base);
        assertThat(pixels("dial", "dial-all")).isNotEqualTo(own).isNotEqualTo(base);
    }

    @Test
    void theSameRequestTwiceIsOneImage() {
        // Given
        ArtifactRef adapter = adapters.publish("twice");
        sender.send(Topics.RENDERS, Examples.request("twice", "twice-1", adapter, model, null));
        byte[] first = imageOf("twice", "twice-1");

        // When
        sender.send(Topics.RENDERS, Examples.request("twice", "twice-1", adapter, model, null));

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(images("twice")).hasSize(2));
        assertThat(images("twice"))
                .extracting(event -> ((ImageEvent.ImageRendered) event).image())
                .containsOnly(((ImageEvent.ImageRendered) images("twice").get(0)).image());
        assertThat(imageOf("twice", "twice-1")).isEqualTo(first);
    }

    @Test
    void anAdapterOfOtherWeightsIsRefusedWithASentence() {
        // Given
        ArtifactRef adapter = adapters.publish("foreign", "f".repeat(64));

        // When
        sender.send(Topics.RENDERS, Examples.request("foreign", "foreign-1", adapter, model, null));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(images("foreign"))
                                        .singleElement()
                                        .isInstanceOfSatisfying(
                                                ImageEvent.ImageFailed.class,
                                                event ->
                                                        assertThat(event.cause())
                                                                .contains("base model")
                                                                .contains("ffffffffffff")));
    }

    @Test
    void aCancelledRunIsNotDrawn() {
        // Given
        ArtifactRef adapter = adapters.publish("cancelled");
        store.putBytes(RunLayout.of("cancelled").manifest(), new byte[] {'{', '}'});
        sender.send(Topics.CONTROL, new CancelRequested("cancelled", Examples.TIME, false));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(journal("cancelled"))
                                        .hasOnlyElementsOfType(RunEvent.Cancelled.class)
                                        .hasSize(1));

        // When
        EvaluationPlan.of(Examples.published("cancelled", adapter, model, Prompts.NONE, 1, 1))
                .forEach(request -> sender.send(Topics.RENDERS, request));
        sender.send(
                Topics.RENDERS,
                Examples.request("cancelled", "cancelled-user", adapter, model, null));

        // Then
        imageOf("cancelled", "cancelled-user");
        assertThat(images("cancelled"))
                .extracting(event -> event.plan().renderId())
                .doesNotContain("cancelled-c");
    }

    private int[] pixels(String runId, String renderId) {
        try {
            var image = ImageIO.read(new ByteArrayInputStream(imageOf(runId, renderId)));
            return image.getRGB(
                    0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private byte[] imageOf(String runId, String renderId) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(images(runId))
                                        .extracting(event -> event.plan().renderId())
                                        .contains(renderId));
        return store.read(RunLayout.of(runId).image(renderId, 0));
    }

    private List<ImageEvent> images(String runId) {
        return topic(Topics.IMAGES).events(runId, ImageEvent.class);
    }

    private List<RunEvent> journal(String runId) {
        return topic(Topics.RUNS).events(runId, RunEvent.class);
    }

    private TopicContent topic(String name) {
        return new TopicContent(broker.bootstrapServers(), name);
    }
}
