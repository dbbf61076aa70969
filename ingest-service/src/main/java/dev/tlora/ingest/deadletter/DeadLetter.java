package dev.tlora.ingest.deadletter;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tlora.workqueue.DeadLetterHeaders;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * A record that could not be processed. Components are {@code null} where the letter does not say.
 *
 * @param partition of the dead letter topic
 * @param offset in it
 * @param reason its class, such as {@code malformed} or {@code nan}
 * @param message what went wrong, in a sentence
 * @param cause of that, where there was one
 * @param time when it was given up
 * @param source the record it came from
 * @param truncated whether only the beginning of the value is kept
 * @param replayed whether it was put back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetter(
        int partition,
        long offset,
        String key,
        String reason,
        String message,
        String cause,
        String time,
        String source,
        boolean truncated,
        boolean replayed) {

    private static final String UNKNOWN = "unexpected";

    static DeadLetter of(ConsumerRecord<String, byte[]> record, boolean replayed) {
        String reason = header(record, DeadLetterHeaders.CLASS);
        return new DeadLetter(
                record.partition(),
                record.offset(),
                record.key(),
                reason == null ? UNKNOWN : reason,
                header(record, DeadLetterHeaders.REASON),
                header(record, DeadLetterHeaders.CAUSE),
                header(record, DeadLetterHeaders.TIME),
                header(record, DeadLetterHeaders.TOPIC)
                        + "/"
                        + header(record, DeadLetterHeaders.PARTITION)
                        + "/"
                        + header(record, DeadLetterHeaders.OFFSET),
                header(record, DeadLetterHeaders.TRUNCATED) != null,
                replayed);
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
