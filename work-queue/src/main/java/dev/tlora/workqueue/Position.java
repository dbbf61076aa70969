package dev.tlora.workqueue;

/** Where a job's record lies in Kafka. */
public record Position(String topic, int partition, long offset) {

    @Override
    public String toString() {
        return "topic=" + topic + " partition=" + partition + " offset=" + offset;
    }
}
