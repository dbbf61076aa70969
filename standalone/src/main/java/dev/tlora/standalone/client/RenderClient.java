package dev.tlora.standalone.client;

import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.ImageEvent;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.RenderRequested;
import dev.tlora.schemas.Topics;
import dev.tlora.schemas.serde.RenderRequestedSerializer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Asks samplers for images over Kafka, as any other program could. Used by one thread. */
public final class RenderClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final String bootstrapServers;
    private final KafkaProducer<String, RenderRequested> producer;

    public RenderClient(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new StringSerializer(),
                        new RenderRequestedSerializer());
    }

    /** The newest adapter of a run, from the registry topic. */
    public Optional<AdapterPublished> adapter(String runId) {
        try (TopicReader registry = TopicReader.fromBeginning(bootstrapServers, Topics.ADAPTERS)) {
            return registry.readToEnd().stream()
                    .map(value -> EventJson.read(value, AdapterPublished.class))
                    .filter(adapter -> adapter.runId().equals(runId))
                    .reduce((earlier, later) -> later);
        }
    }

    /**
     * Renders and waits.
     *
     * @param progress told how many images there are so far
     * @return the image files
     * @throws FleetException when an image cannot be drawn, or none comes for half an hour
     */
    public List<Path> render(
            AdapterPublished adapter, List<RenderWish> wishes, IntConsumer progress) {
        try (TopicReader images = TopicReader.fromEnd(bootstrapServers, Topics.IMAGES)) {
            Set<String> asked = new HashSet<>();
            int expected = 0;
            for (RenderWish wish : wishes) {
                RenderRequested request = request(adapter, wish);
                send(request);
                asked.add(request.renderId());
                expected += request.count();
            }
            return collect(images, asked, expected, progress);
        }
    }

    private void send(RenderRequested request) {
        try {
            producer.send(new ProducerRecord<>(Topics.RENDERS, request.key(), request)).get();
        } catch (ExecutionException e) {
            throw new FleetException(
                    "the broker at %s did not take the request: %s"
                            .formatted(bootstrapServers, e.getCause().getMessage()),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FleetException("interrupted while asking for images", e);
        }
    }

    private static List<Path> collect(
            TopicReader images, Set<String> asked, int expected, IntConsumer progress) {
        List<Path> files = new ArrayList<>();
        progress.accept(0);
        Instant deadline = Instant.now().plus(PATIENCE);
        while (files.size() < expected) {
            for (byte[] value : images.poll()) {
                ImageEvent event = EventJson.read(value, ImageEvent.class);
                if (asked.contains(event.plan().renderId())) {
                    files.add(file(event));
                    progress.accept(files.size());
                }
            }
            if (Instant.now().isAfter(deadline)) {
                throw new FleetException(
                        "no sampler drew within %d min; is the fleet running?"
                                .formatted(PATIENCE.toMinutes()));
            }
        }
        return files;
    }

    private static Path file(ImageEvent event) {
        if (event instanceof ImageEvent.ImageRendered rendered) {
            return Path.of(rendered.image().uri());
        }
        if (event instanceof ImageEvent.ImageFailed failed) {
            throw new FleetException(failed.cause());
        }
        throw new IllegalStateException("unknown event " + event.type());
    }

    private static RenderRequested request(AdapterPublished adapter, RenderWish wish) {
        String prompt =
                wish.withAdapter()
                        ? adapter.concept().prompt(wish.template())
                        : adapter.concept().promptWithoutToken(wish.template());
        return new RenderRequested(
                adapter.runId(),
                Instant.now(),
                "user-" + UUID.randomUUID(),
                RenderPurpose.USER,
                prompt,
                wish.template(),
                wish.seed(),
                1,
                wish.count(),
                wish.count(),
                wish.sampling(adapter.evaluation(), adapter.training().resolution()),
                wish.withAdapter() ? adapter.adapter() : null,
                adapter.concept(),
                adapter.model());
    }

    @Override
    public void close() {
        producer.close();
    }
}
