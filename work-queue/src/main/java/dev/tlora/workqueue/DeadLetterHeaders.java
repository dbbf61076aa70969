package dev.tlora.workqueue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * A dead letter: the record as it was, and in its headers why it could not be processed and where
 * it came from. The names are those of SmallRye's Kafka connector, so that one tool reads both,
 * with {@link #CLASS} and {@link #TIME} beside them.
 */
public final class DeadLetterHeaders {

    /** {@link Reason#label()}. */
    public static final String CLASS = "dead-letter-class";

    /** When it was given up, as ISO 8601. */
    public static final String TIME = "dead-letter-time";

    public static final String REASON = "dead-letter-reason";
    public static final String EXCEPTION = "dead-letter-exception-class-name";
    public static final String CAUSE = "dead-letter-cause";
    public static final String CAUSE_EXCEPTION = "dead-letter-cause-class-name";
    public static final String TOPIC = "dead-letter-topic";
    public static final String PARTITION = "dead-letter-partition";
    public static final String OFFSET = "dead-letter-offset";

    /** How many bytes the value had before it was cut; absent when it is whole. */
    public static final String TRUNCATED = "dead-letter-truncated-from";

    /** What all of these names start with. */
    public static final String PREFIX = "dead-letter-";

    private static final int LONGEST = 2000;
    private static final int KEPT_BYTES = 4096;

    private DeadLetterHeaders() {}

    /** The dead letter of a record. */
    public static <K> ProducerRecord<K, byte[]> letter(
            String topic,
            ConsumerRecord<K, byte[]> record,
            Reason reason,
            Throwable failure,
            Instant time) {
        ProducerRecord<K, byte[]> letter =
                new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers());
        Headers headers = letter.headers();
        put(headers, CLASS, reason.label());
        put(headers, TIME, time.toString());
        put(headers, EXCEPTION, failure.getClass().getName());
        put(headers, REASON, message(failure));
        Throwable cause = failure.getCause();
        if (cause != null) {
            put(headers, CAUSE_EXCEPTION, cause.getClass().getName());
            put(headers, CAUSE, message(cause));
        }
        put(headers, TOPIC, record.topic());
        put(headers, PARTITION, Integer.toString(record.partition()));
        put(headers, OFFSET, Long.toString(record.offset()));
        return letter;
    }

    /**
     * The same letter with the beginning of its value alone, for a broker that finds it too large
     * with its headers; the whole lies where it came from.
     */
    public static <K> ProducerRecord<K, byte[]> shortened(ProducerRecord<K, byte[]> letter) {
        byte[] value = Arrays.copyOf(letter.value(), Math.min(letter.value().length, KEPT_BYTES));
        ProducerRecord<K, byte[]> shortened =
                new ProducerRecord<>(letter.topic(), null, letter.key(), value, letter.headers());
        put(shortened.headers(), TRUNCATED, Integer.toString(letter.value().length));
        return shortened;
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String message(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    }
}
