package dev.tlora.ingest.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.ingest.topic.WholeTopic;
import dev.tlora.runtime.EventSender;
import dev.tlora.schemas.DeadLetters;
import dev.tlora.schemas.EventJson;
import dev.tlora.workqueue.DeadLetterHeaders;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;

/**
 * Lists dead letters and puts them back. A letter is sent first and marked in the store afterwards,
 * so a crash in between may put it back twice, which consumers take for once.
 *
 * <p>Safe for use by several threads; replays take place one after another.
 */
@Singleton
class DeadLetterBox {

    private static final Logger LOGGER = Logger.getLogger(DeadLetterBox.class);
    private static final String REPLAYED_FROM = "replayed-from";
    private static final String EVENT_ID = "ce_id";

    private final WholeTopic topics;
    private final ArtifactStore store;
    private final EventSender sender;
    private final ObjectMapper json = EventJson.newMapper();

    @Inject
    DeadLetterBox(WholeTopic topics, ArtifactStore store, EventSender sender) {
        this.topics = topics;
        this.store = store;
        this.sender = sender;
    }

    /** All dead letters of a topic, the oldest first. */
    List<DeadLetter> list(String topic) {
        Set<String> marks = marks(topic);
        List<DeadLetter> all = new ArrayList<>();
        topics.forEach(DeadLetters.topicOf(topic), record -> all.add(letter(topic, record, marks)));
        return all;
    }

    synchronized Replayed replay(String topic, ReplayOrder order) {
        Set<String> marks = marks(topic);
        int[] counts = new int[3];
        topics.forEach(
                DeadLetters.topicOf(topic),
                record -> {
                    DeadLetter letter = letter(topic, record, marks);
                    if (!order.wants(letter)) {
                        counts[2] += letter.replayed() ? 0 : 1;
                    } else if (putBack(topic, record, letter, order)) {
                        counts[0]++;
                    } else {
                        counts[1]++;
                        counts[2]++;
                    }
                });
        LOGGER.infof("dead letters replayed: topic=%s count=%d", topic, counts[0]);
        return new Replayed(topic, counts[0], counts[1], counts[2]);
    }

    private boolean putBack(
            String topic,
            ConsumerRecord<String, byte[]> record,
            DeadLetter letter,
            ReplayOrder order) {
        Optional<byte[]> value = letter.truncated() ? Optional.empty() : amended(record, order);
        value.ifPresent(
                bytes -> {
                    sender.send(fresh(topic, record, bytes, order));
                    store.putBytes(mark(topic, record), new byte[0]);
                });
        return value.isPresent();
    }

    private Optional<byte[]> amended(ConsumerRecord<String, byte[]> record, ReplayOrder order) {
        Optional<JsonNode> amendment = order.amendment();
        if (amendment.isEmpty()) {
            return Optional.of(record.value());
        }
        try {
            JsonNode event = json.readTree(record.value());
            return Optional.of(json.writeValueAsBytes(MergePatch.apply(event, amendment.get())));
        } catch (IOException e) {
            LOGGER.warnf("no JSON to amend: offset=%d cause=%s", record.offset(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Without what made it a dead letter; amended, it is another event. */
    private static ProducerRecord<String, byte[]> fresh(
            String topic, ConsumerRecord<String, byte[]> record, byte[] value, ReplayOrder order) {
        ProducerRecord<String, byte[]> fresh = new ProducerRecord<>(topic, record.key(), value);
        for (Header header : record.headers()) {
            boolean stale =
                    header.key().startsWith(DeadLetterHeaders.PREFIX)
                            || (header.key().equals(EVENT_ID) && order.amendment().isPresent());
            if (!stale) {
                fresh.headers().add(header);
            }
        }
        String from = record.topic() + "/" + record.partition() + "/" + record.offset();
        fresh.headers()
                .remove(REPLAYED_FROM)
                .add(REPLAYED_FROM, from.getBytes(StandardCharsets.UTF_8));
        return fresh;
    }

    private static DeadLetter letter(
            String topic, ConsumerRecord<String, byte[]> record, Set<String> marks) {
        return DeadLetter.of(record, marks.contains(mark(topic, record)));
    }

    private Set<String> marks(String topic) {
        return new HashSet<>(store.list(folder(topic)));
    }

    private static String folder(String topic) {
        return "dead-letters/" + DeadLetters.topicOf(topic);
    }

    private static String mark(String topic, ConsumerRecord<String, byte[]> record) {
        return folder(topic) + "/" + record.partition() + "-" + record.offset() + ".replayed";
    }
}
