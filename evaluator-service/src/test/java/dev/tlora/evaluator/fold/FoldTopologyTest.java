package dev.tlora.evaluator.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlora.evaluator.SampleRun;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.evaluator.run.RunCloser;
import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RunScored;
import dev.tlora.schemas.ScoreEvent;
import dev.tlora.schemas.Topics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FoldTopologyTest {

    private static final RenderPurpose CONCEPT = RenderPurpose.CONCEPT;
    private static final RenderPurpose PROMPT = RenderPurpose.PROMPT;

    private final SampleRun run = SampleRun.of("r-1", 2);
    private final List<FinishedRun> told = new ArrayList<>();
    private RunCloser closer = this::tell;
    private final TopologyTestDriver driver =
            new TopologyTestDriver(FoldTopology.of(one -> closer.close(one)), settings());
    private final TestInputTopic<String, byte[]> images = topic(Topics.IMAGES);
    private final TestInputTopic<String, byte[]> scores = topic(Topics.SCORES);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void aRunIsClosedWithTheScoreThatMakesItWhole() {
        // Given
        image(run.rendered(1, CONCEPT));
        image(run.rendered(2, PROMPT));
        score(run.scored(2, PROMPT));
        assertThat(told).isEmpty();

        // When
        score(run.scored(1, CONCEPT));

        // Then
        assertThat(told).hasSize(1);
        assertThat(told.get(0).runId()).isEqualTo("r-1");
        assertThat(told.get(0).images())
                .extracting(one -> one.plan().number())
                .containsExactly(1, 2);
        assertThat(told.get(0).images())
                .extracting(JudgedImage::scores)
                .containsExactly(SampleRun.SCORES, SampleRun.SCORES);
        assertThat(told.get(0).time()).isEqualTo(run.scored(2, PROMPT).time());
    }

    @Test
    void scoresMayOvertakeTheirImages() {
        // Given
        score(run.scored(1, CONCEPT));
        score(run.scored(2, PROMPT));
        image(run.rendered(2, PROMPT));

        // When
        image(run.rendered(1, CONCEPT));

        // Then
        assertThat(told).hasSize(1);
    }

    @Test
    void anImageThatNeverCameCountsAsJudged() {
        // Given
        image(run.rendered(1, CONCEPT));
        score(run.scored(1, CONCEPT));

        // When
        image(run.failed(2));

        // Then
        assertThat(told).hasSize(1);
        assertThat(told.get(0).failed()).isEqualTo(1);
        assertThat(told.get(0).images().get(1).failure()).isEqualTo("the GPU is on fire");
    }

    @Test
    void aScoreOutweighsAnEarlierFailure() {
        // Given
        image(run.failed(2));
        image(run.rendered(2, PROMPT));
        score(run.scored(2, PROMPT));
        image(run.rendered(1, CONCEPT));

        // When
        score(run.scored(1, CONCEPT));

        // Then
        assertThat(told.get(0).failed()).isZero();
    }

    @Test
    void repeatedEventsNeitherFillARunNorCloseItAgain() {
        // Given
        for (int i = 0; i < 3; i++) {
            image(run.rendered(1, CONCEPT));
            score(run.scored(1, CONCEPT));
        }
        assertThat(told).isEmpty();

        // When
        for (int i = 0; i < 2; i++) {
            image(run.rendered(2, PROMPT));
            score(run.scored(2, PROMPT));
            image(run.failed(2));
            image(run.rendered(1, CONCEPT));
            score(run.scored(1, CONCEPT));
        }

        // Then
        assertThat(told).hasSize(1);
    }

    @Test
    void whatUsersAskForIsNoPartOfTheRun() {
        // Given
        image(run.rendered(1, CONCEPT));
        score(run.scored(1, CONCEPT));

        // When
        image(run.rendered(2, RenderPurpose.USER));
        score(run.scored(2, RenderPurpose.USER));

        // Then
        assertThat(told).isEmpty();
    }

    @Test
    void runsWithAlikeNamesAreKeptApart() {
        // Given
        SampleRun other = SampleRun.of("r-10", 2);
        image(run.rendered(1, CONCEPT));
        score(run.scored(1, CONCEPT));

        // When
        image(other.failed(1));
        image(other.failed(2));

        // Then
        assertThat(told).extracting(FinishedRun::runId).containsExactly("r-10");
    }

    @Test
    void unreadableRecordsArePassedOver() {
        // Given
        images.pipeInput("r-1", "not JSON".getBytes(StandardCharsets.UTF_8));
        scores.pipeInput("r-1", (byte[]) null);
        image(run.failed(1));

        // When
        image(run.failed(2));

        // Then
        assertThat(told).hasSize(1);
    }

    @Test
    void aRunThatNoStoreCanKeepIsPassedOver() {
        // Given
        SampleRun hostile = SampleRun.of("../../etc", 1);

        // When
        image(hostile.failed(1));

        // Then
        assertThat(told).isEmpty();
    }

    @Test
    void theFoldsOwnVerdictsOnTheScoresTopicChangeNothing() {
        // Given
        ArtifactRef file = new ArtifactRef(URI.create("file:///x"), "cd".repeat(32));
        image(run.failed(1));

        // When
        score(verdict(file));

        // Then
        assertThat(told).isEmpty();
    }

    @Test
    void aRunThatCouldNotBeToldIsToldWhenItsLastRecordIsReadAgain() {
        // Given
        closer =
                one -> {
                    throw new IllegalStateException("the broker is away");
                };
        image(run.failed(1));
        assertThatThrownBy(() -> image(run.failed(2))).hasStackTraceContaining("is away");

        // When
        closer = this::tell;
        image(run.failed(2));

        // Then
        assertThat(told).hasSize(1);
    }

    @Test
    void anImageThatCannotBeJudgedCountsAsFailed() {
        // Given
        image(run.rendered(1, CONCEPT));
        score(run.scored(1, CONCEPT));
        image(run.rendered(2, PROMPT));

        // When
        image(run.unscorable(2, PROMPT));

        // Then
        assertThat(told).hasSize(1);
        assertThat(told.get(0).images().get(1).failure()).isEqualTo("it is no image");
        assertThat(told.get(0).images().get(1).imageIfAny()).isPresent();
    }

    @Test
    void anImageThatWasDrawnIsWaitedForEvenWhenAnotherAttemptToDrawItFailed() {
        // Given
        image(run.rendered(1, CONCEPT));
        score(run.scored(1, CONCEPT));
        image(run.rendered(2, PROMPT));

        // When
        image(run.failed(2));

        // Then
        assertThat(told).isEmpty();
        score(run.scored(2, PROMPT));
        assertThat(told.get(0).failed()).isZero();
    }

    @Test
    void anyOrderOfTheSameEventsGivesTheSameVerdict() {
        // Given
        SampleRun large = SampleRun.of("r-1", 12);
        List<EventOfRun> events = new ArrayList<>(List.of(large.adapter()));
        for (int number = 1; number <= 12; number++) {
            events.add(number == 5 ? large.failed(5) : large.rendered(number, PROMPT));
        }
        events.add(large.unscorable(7, PROMPT));
        IntStream.rangeClosed(1, 12)
                .filter(number -> number != 5 && number != 7)
                .forEach(number -> events.add(large.scored(number, PROMPT)));
        events.addAll(events.subList(3, 9));

        // When
        Set<FinishedRun> verdicts = new HashSet<>();
        for (int seed = 0; seed < 40; seed++) {
            List<EventOfRun> shuffled = new ArrayList<>(events.subList(1, events.size()));
            Collections.shuffle(shuffled, new Random(seed));
            shuffled.add(0, events.get(0));
            verdicts.add(verdictOn(shuffled));
        }

        // Then
        assertThat(verdicts).hasSize(1);
        FinishedRun verdict = verdicts.iterator().next();
        assertThat(verdict.scored()).isEqualTo(10);
        assertThat(verdict.failed()).isEqualTo(2);
        assertThat(verdict.adapterIfAny()).isPresent();
    }

    @Test
    void theVerdictGoesToScoresAndRunsAndAQuarantineToTheRegistry() {
        // Given
        ArtifactRef file = new ArtifactRef(URI.create("file:///x"), "cd".repeat(32));
        closer =
                one ->
                        List.of(
                                verdict(file),
                                one.adapter().quarantined(one.time(), List.of("too bad")));
        adapter(run.adapter());
        image(run.failed(1));

        // When
        image(run.failed(2));

        // Then
        assertThat(told(Topics.SCORES, RunScored.class)).containsExactly(verdict(file));
        assertThat(told(Topics.RUNS, RunScored.class)).containsExactly(verdict(file));
        assertThat(told(Topics.ADAPTERS, AdapterPublished.class))
                .singleElement()
                .extracting(AdapterPublished::quarantine)
                .isEqualTo(List.of("too bad"));
    }

    private static FinishedRun verdictOn(List<EventOfRun> events) {
        List<FinishedRun> heard = new ArrayList<>();
        Topology topology =
                FoldTopology.of(
                        one -> {
                            heard.add(one);
                            return List.of();
                        });
        try (TopologyTestDriver shuffledDriver = new TopologyTestDriver(topology, settings())) {
            events.forEach(
                    event ->
                            shuffledDriver
                                    .createInputTopic(
                                            topicOf(event),
                                            new StringSerializer(),
                                            new ByteArraySerializer())
                                    .pipeInput(event.key(), EventJson.write(event)));
        }
        assertThat(heard).hasSize(1);
        return heard.get(0);
    }

    private static String topicOf(EventOfRun event) {
        if (event instanceof AdapterPublished) {
            return Topics.ADAPTERS;
        }
        return event instanceof ScoreEvent ? Topics.SCORES : Topics.IMAGES;
    }

    private List<EventOfRun> tell(FinishedRun one) {
        told.add(one);
        return List.of();
    }

    private static RunScored verdict(ArtifactRef file) {
        return new RunScored(
                "r-1",
                SampleRun.BEGIN,
                null,
                0,
                2,
                "none",
                file,
                file,
                false,
                null,
                List.of(),
                null,
                List.of());
    }

    private <E extends EventOfRun> List<E> told(String topic, Class<E> type) {
        return driver
                .createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(bytes -> EventJson.read(bytes, type))
                .toList();
    }

    private void adapter(EventOfRun event) {
        topic(Topics.ADAPTERS).pipeInput(event.key(), EventJson.write(event));
    }

    private void image(EventOfRun event) {
        images.pipeInput(event.key(), EventJson.write(event));
    }

    private void score(EventOfRun event) {
        scores.pipeInput(event.key(), EventJson.write(event));
    }

    private TestInputTopic<String, byte[]> topic(String name) {
        return driver.createInputTopic(name, new StringSerializer(), new ByteArraySerializer());
    }

    private static Properties settings() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "fold-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:9092");
        return settings;
    }
}
