package dev.tlora.evaluator.fold;

import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.evaluator.run.RunCloser;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.ImageEvent;
import dev.tlora.schemas.MalformedEventException;
import dev.tlora.schemas.ScoreEvent;
import dev.tlora.schemas.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jboss.logging.Logger;

/**
 * Brings the images and the scores of a run together: both topics are keyed by run and have the
 * same number of partitions, so one task sees everything about a run. The state is kept in memory
 * and in changelog topics.
 */
@ApplicationScoped
class FoldTopology {

    private static final Logger LOGGER = Logger.getLogger(FoldTopology.class);

    @Produces
    @Singleton
    Topology topology(RunCloser closer) {
        return of(closer);
    }

    static Topology of(RunCloser closer) {
        StreamsBuilder builder = new StreamsBuilder();
        stream(builder, Topics.IMAGES, ImageEvent.class)
                .merge(stream(builder, Topics.SCORES, ScoreEvent.class))
                .process(new FoldSupplier(closer));
        return builder.build();
    }

    private static KStream<String, EventOfRun> stream(
            StreamsBuilder builder, String topic, Class<? extends EventOfRun> family) {
        return builder.stream(topic, Consumed.with(Serdes.String(), Serdes.ByteArray()))
                .flatMapValues(bytes -> read(bytes, topic, family));
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
            implements ProcessorSupplier<String, EventOfRun, Void, Void> {

        @Override
        public Processor<String, EventOfRun, Void, Void> get() {
            return new RunFold(closer);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(
                    store(RunFold.OPEN_IMAGES, JsonSerde.of(ImageTally.class)),
                    store(RunFold.CLOSED_RUNS, Serdes.Integer()));
        }

        /** In memory: RocksDB would bring native code for a few kilobytes a run. */
        private static <V> StoreBuilder<?> store(String name, Serde<V> values) {
            return Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(name), Serdes.String(), values);
        }
    }
}
