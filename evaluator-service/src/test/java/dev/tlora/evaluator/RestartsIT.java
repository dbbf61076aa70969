package dev.tlora.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.artifacts.FolderStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.broker.EmbeddedBroker;
import dev.tlora.broker.Topic;
import dev.tlora.diffusion.checkpoint.RandomModel;
import dev.tlora.diffusion.image.PngWriter;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.BaseModel;
import dev.tlora.schemas.Concept;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RunScored;
import dev.tlora.schemas.ScoreEvent;
import dev.tlora.schemas.Topics;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged evaluator is killed twice in the middle of a thousand images. */
class RestartsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int RUNS = 10;
    private static final int PLANNED = 100;
    private static final int LOST = 3;
    private static final int DUPLICATES = RUNS * PLANNED / 20;
    private static final int SIDE = 64;
    private static final int PICTURES = 4;

    @TempDir Path folder;

    private final List<ScoreEvent> told = new ArrayList<>();
    private EmbeddedBroker broker;
    private FolderStore store;
    private KafkaConsumer<String, byte[]> scores;

    @BeforeEach
    void start() throws Exception {
        broker =
                EmbeddedBroker.in(folder.resolve("broker"))
                        .property("group.min.session.timeout.ms", "1000")
                        .property(
                                "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                                "500")
                        .start();
        broker.createTopics(
                Topics.all().stream()
                        .map(topic -> new Topic(topic.name(), topic.partitions(), Map.of()))
                        .toList());
        store = new FolderStore(folder.resolve("store"));
        RandomModel.write(folder.resolve("models/random"), 1);
        scores = committedScores();
    }

    @AfterEach
    void stop() {
        scores.close();
        broker.close();
    }

    @Test
    void everyRunIsToldOnceWithExactCountsWhateverIsKilled() throws Exception {
        // Given
        List<EventOfRun> events = shuffledEvents();
        int third = events.size() / 3;

        // When
        send(events.subList(0, third));
        try (EvaluatorProcess first =
                EvaluatorProcess.start(broker.bootstrapServers(), folder, 1)) {
            awaitScored(first, third / 2);
        }
        send(events.subList(third, 2 * third));
        try (EvaluatorProcess second =
                EvaluatorProcess.start(broker.bootstrapServers(), folder, 2)) {
            awaitScored(second, third + third / 2);
        }
        send(events.subList(2 * third, events.size()));

        // Then
        try (EvaluatorProcess last = EvaluatorProcess.start(broker.bootstrapServers(), folder, 3)) {
            await().atMost(PATIENCE)
                    .until(() -> (verdicts().size() >= RUNS && isAllRead()) || !last.isAlive());
            poll();
        }
        assertThat(verdicts()).hasSize(RUNS).extracting(RunScored::runId).doesNotHaveDuplicates();
        assertThat(verdicts())
                .allSatisfy(
                        verdict -> {
                            assertThat(verdict.images()).isEqualTo(PLANNED - LOST);
                            assertThat(verdict.failedImages()).isEqualTo(LOST);
                        });
        assertThat(runsThatLogsCallScored()).isNotEmpty().isSubsetOf(runIds());
    }

    private List<String> runIds() {
        return verdicts().stream().map(RunScored::runId).toList();
    }

    /** From all processes' logs, whose lines are JSON; a kill may have cut lines off the end. */
    private Set<String> runsThatLogsCallScored() throws Exception {
        Set<String> runs = new HashSet<>();
        for (int number = 1; number <= 3; number++) {
            List<String> lines = Files.readAllLines(folder.resolve("evaluator-" + number + ".log"));
            for (String line : lines.subList(0, lines.size() - 1)) {
                JsonNode entry = new ObjectMapper().readTree(line);
                if (entry.path("message").asText().startsWith("run scored")) {
                    runs.add(entry.at("/mdc/runId").asText());
                }
            }
        }
        return runs;
    }

    private List<EventOfRun> shuffledEvents() {
        List<EventOfRun> events = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            int seed = run;
            String runId = "run-" + run;
            RunLayout layout = RunLayout.of(runId);
            SampleRun sample =
                    SampleRun.of(runId, PLANNED)
                            .withModel(new BaseModel("random", "hash", true))
                            .withConcept(
                                    new Concept(
                                            "c",
                                            "cat",
                                            "sks",
                                            List.of(picture(layout.conceptImage(0), run))));
            List<ArtifactRef> pictures =
                    IntStream.range(0, PICTURES)
                            .mapToObj(i -> picture(layout.image("q", i), 3 * seed + i + 1))
                            .toList();
            for (int number = 1; number <= PLANNED; number++) {
                events.add(
                        number <= LOST
                                ? sample.failed(number)
                                : sample.rendered(
                                        number,
                                        RenderPurpose.PROMPT,
                                        pictures.get(number % PICTURES)));
            }
        }
        Random random = new Random(5);
        IntStream.range(0, DUPLICATES)
                .forEach(i -> events.add(events.get(random.nextInt(RUNS * PLANNED))));
        Collections.shuffle(events, random);
        return events;
    }

    private ArtifactRef picture(String key, int seed) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(seed * 31 % 256, seed * 67 % 256, 90));
        graphics.fillOval(seed % 20, 8, 40, 30);
        graphics.dispose();
        StoredArtifact stored = store.put(key, out -> PngWriter.write(out, image, Map.of()));
        return new ArtifactRef(stored.uri(), stored.sha256());
    }

    private void send(List<EventOfRun> events) throws Exception {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (EventOfRun event : events) {
                byte[] value = EventJson.write(event);
                sent.add(producer.send(new ProducerRecord<>(Topics.IMAGES, event.key(), value)));
            }
            for (Future<?> one : sent) {
                one.get();
            }
        }
    }

    private KafkaConsumer<String, byte[]> committedScores() {
        KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "group.id",
                                "restarts-it",
                                "auto.offset.reset",
                                "earliest",
                                "isolation.level",
                                "read_committed"),
                        new StringDeserializer(),
                        new ByteArrayDeserializer());
        consumer.subscribe(List.of(Topics.SCORES));
        return consumer;
    }

    private void poll() {
        scores.poll(Duration.ofMillis(200))
                .forEach(record -> told.add(EventJson.read(record.value(), ScoreEvent.class)));
    }

    private List<RunScored> verdicts() {
        poll();
        return told.stream()
                .filter(RunScored.class::isInstance)
                .map(RunScored.class::cast)
                .toList();
    }

    /** Until so many different images have scores. */
    private void awaitScored(EvaluatorProcess process, int images) {
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            poll();
                            assertThat(process.isAlive()).isTrue();
                            return scoredImages().size() >= images;
                        });
    }

    private Set<String> scoredImages() {
        Set<String> images = new HashSet<>();
        for (ScoreEvent event : told) {
            if (event instanceof ScoreEvent.ImageScored scored) {
                images.add(scored.runId() + "/" + scored.number());
            }
        }
        return images;
    }

    /** Whether the fold has read and committed all images and scores. */
    private boolean isAllRead() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Map<TopicPartition, OffsetAndMetadata> read =
                    admin.listConsumerGroupOffsets("tlora-evaluator-fold")
                            .partitionsToOffsetAndMetadata()
                            .get();
            Set<TopicPartition> partitions =
                    read.keySet().stream()
                            .filter(one -> one.topic().equals(Topics.IMAGES))
                            .collect(Collectors.toSet());
            var ends =
                    admin.listOffsets(
                                    partitions.stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            one -> one,
                                                            one -> OffsetSpec.latest())))
                            .all()
                            .get();
            return !partitions.isEmpty()
                    && partitions.stream()
                            .allMatch(one -> read.get(one).offset() >= ends.get(one).offset());
        }
    }
}
