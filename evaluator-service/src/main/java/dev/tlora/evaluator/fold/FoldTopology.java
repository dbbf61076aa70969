package dev.tlora.evaluator.fold;

import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.evaluator.run.RunCloser;
import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.ImageEvent;
import dev.tlora.schemas.MalformedEventException;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.RunScored;
import dev.tlora.schemas.ScoreEvent;
import dev.tlora.schemas.Topics;
import dev.tlora.schemas.serde.AdapterPublishedDeserializer;
import dev.tlora.schemas.serde.AdapterPublishedSerializer;
import dev.tlora.schemas.serde.RunEventDeserializer;
import dev.tlora.schemas.serde.RunEventSerializer;
import dev.tlora.schemas.serde.ScoreEventDeserializer;
import dev.tlora.schemas.serde.ScoreEventSerializer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jboss.logging.Logger;

/**
 * Brings the adapter, the images and the scores of a run together, and orders to stop it: the
 * topics are keyed by run and have the same number of partitions, so one task sees everything about
 * a run. The state is kept in memory and in changelog topics.
 */
@ApplicationScoped
class FoldTopology {

    private static final Logger LOGGER = Logger.getLogger(FoldTopology.class);

    private static final Map<String, String> SENDER =
            Map.of("tlora.cloudevents.source", "/tlora/tlora-evaluator");

    @Produces
    @Singleton
    Topology topology(RunCloser closer) {
        return of(closer);
    }

    static Topology of(RunCloser closer) {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, EventOfRun> told =
                stream(builder, Topics.IMAGES, ImageEvent.class)
                        .merge(stream(builder, Topics.SCORES, ScoreEvent.class))
                        .merge(stream(builder, Topics.ADAPTERS, AdapterPublished.class))
                        .merge(stream(builder, Topics.CONTROL, CancelRequested.class))
                        .process(new FoldSupplier(closer));
        send(told, Topics.SCORES, RunScored.class, scores());
        send(told, Topics.RUNS, RunScored.class, runs());
        send(told, Topics.ADAPTERS, AdapterPublished.class, adapters());
        return builder.build();
    }

    private static KStream<String, EventOfRun> stream(
            StreamsBuilder builder, String topic, Class<? extends EventOfRun> family) {
        return builder.stream(topic, Consumed.with(Serdes.String(), Serdes.ByteArray()))
                .flatMapValues(bytes -> read(bytes, topic, family));
    }

    private static <E extends EventOfRun> void send(
            KStream<String, EventOfRun> told,
            String topic,
            Class<? extends E> type,
            Serde<E> family) {
        told.filter((key, event) -> type.isInstance(event))
                .<E>mapValues(type::cast)
                .to(topic, Produced.with(Serdes.String(), family));
    }

    private static Serde<ScoreEvent> scores() {
        return serde(new ScoreEventSerializer(), new ScoreEventDeserializer());
    }

    private static Serde<RunEvent> runs() {
        return serde(new RunEventSerializer(), new RunEventDeserializer());
    }

    private static Serde<AdapterPublished> adapters() {
        return serde(new AdapterPublishedSerializer(), new AdapterPublishedDeserializer());
    }

    private static <E> Serde<E> serde(Serializer<E> serializer, Deserializer<E> deserializer) {
        serializer.configure(SENDER, false);
        return Serdes.serdeFrom(serializer, deserializer);
    }

    /**
     * None when it is unreadable, a tombstone, or of a run that no store can keep; the scoring
     * channel has made a dead letter of it.
     */
    private static List<EventOfRun> read(
            byte[] bytes, String topic, Class<? extends EventOfRun> family) {
        if (bytes == null) {
            return List.of();
        }
        try {
            EventOfRun event = EventJson.read(bytes, family);
            RunLayout.of(event.runId());
            return List.of(event);
        } catch (MalformedEventException | InvalidLocationException e) {
            LOGGER.warnf("record passed over: topic=%s cause=%s", topic, e.getMessage());
            return List.of();
        }
    }

    /** Gives every task its own fold and the stores it needs. */
    private record FoldSupplier(RunCloser closer)
            implements ProcessorSupplier<String, EventOfRun, String, EventOfRun> {

        @Override
        public Processor<String, EventOfRun, String, EventOfRun> get() {
            return new RunFold(closer);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(
                    store(RunFold.OPEN_IMAGES, JsonSerde.of(ImageTally.class)),
                    store(RunFold.OPEN_RUNS, JsonSerde.of(RunProgress.class)),
                    store(RunFold.ADAPTERS, adapters()),
                    store(RunFold.CLOSED_RUNS, Serdes.Integer()),
                    store(RunFold.CANCELLED_RUNS, Serdes.Long()));
        }

        /** In memory: RocksDB would bring native code for some hundred kilobytes a run. */
        private static <V> StoreBuilder<?> store(String name, Serde<V> values) {
            return Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(name), Serdes.String(), values);
        }
    }
}
