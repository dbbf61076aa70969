package dev.tlora.ingest.board;

import dev.tlora.runtime.Broker;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.MalformedEventException;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Topics;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/**
 * Reads {@code tlora.runs} from its beginning into the board. It joins no group, since every
 * instance of this service answers for all runs; that is why it is no channel.
 */
@ApplicationScoped
class BoardFeed {

    private static final Logger LOGGER = Logger.getLogger(BoardFeed.class);
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final long PAUSE_MILLIS = 1000;

    private final Broker broker;
    private final RunBoard board;
    private final Thread thread = new Thread(this::run, "run-board");
    private volatile boolean stopping;
    private volatile KafkaConsumer<String, byte[]> consumer;

    @Inject
    BoardFeed(Broker broker, RunBoard board) {
        this.broker = broker;
        this.board = board;
    }

    void onStart(@Observes StartupEvent event) {
        thread.setDaemon(true);
        thread.start();
    }

    void onStop(@Observes ShutdownEvent event) {
        stopping = true;
        board.close();
        KafkaConsumer<String, byte[]> open = consumer;
        if (open != null) {
            open.wakeup();
        }
    }

    private void run() {
        while (!stopping) {
            try {
                read();
            } catch (WakeupException e) {
                LOGGER.debug("run board stops");
            } catch (KafkaException e) {
                LOGGER.warnf(e, "run board reads anew: topic=%s", Topics.RUNS);
                pause();
            }
        }
    }

    private void read() {
        try (KafkaConsumer<String, byte[]> opened = open()) {
            consumer = opened;
            List<TopicPartition> partitions =
                    opened.partitionsFor(Topics.RUNS).stream()
                            .map(info -> new TopicPartition(info.topic(), info.partition()))
                            .toList();
            opened.assign(partitions);
            opened.seekToBeginning(partitions);
            Map<TopicPartition, Long> past = opened.endOffsets(partitions);
            while (!stopping) {
                opened.poll(WAIT).forEach(this::take);
                if (past.entrySet().stream()
                        .allMatch(end -> opened.position(end.getKey()) >= end.getValue())) {
                    board.caughtUp();
                }
            }
        }
    }

    private KafkaConsumer<String, byte[]> open() {
        Map<String, Object> properties = new HashMap<>(broker.clientProperties());
        properties.put("enable.auto.commit", false);
        return new KafkaConsumer<>(
                properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            board.erase(record.key());
            return;
        }
        try {
            board.add(record.offset(), EventJson.read(record.value(), RunEvent.class));
        } catch (MalformedEventException e) {
            LOGGER.warnf(
                    "no event of a run: topic=%s partition=%d offset=%d cause=%s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }
}
