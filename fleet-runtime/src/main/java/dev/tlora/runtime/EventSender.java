package dev.tlora.runtime;

import dev.tlora.runtime.trace.Hops;
import dev.tlora.schemas.CloudEventHeaders;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.FleetEvent;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends events, each as JSON with CloudEvents headers and those of the trace. A call returns once
 * the broker has the record, so that a caller which then acknowledges its own input loses nothing.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class EventSender {

    private final KafkaProducer<String, byte[]> producer;
    private final URI source;
    private final Hops hops;

    @Inject
    EventSender(
            Broker broker,
            Hops hops,
            @ConfigProperty(name = "quarkus.application.name", defaultValue = "tlora")
                    String name) {
        Map<String, Object> properties = new HashMap<>(broker.clientProperties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        source = URI.create("/tlora/" + name);
        this.hops = hops;
    }

    /**
     * Sends one event under its own key and waits for the broker.
     *
     * @throws BrokerUnavailableException when the broker does not take it in time
     */
    public void send(String topic, FleetEvent event) {
        byte[] value = EventJson.write(event);
        ProducerRecord<String, byte[]> sent =
                new ProducerRecord<>(
                        topic,
                        null,
                        event.key(),
                        value,
                        CloudEventHeaders.of(event, value, source));
        hops.continueIn(sent.headers());
        send(sent);
    }

    /**
     * Sends a record as it is and waits for the broker.
     *
     * @throws BrokerUnavailableException when the broker does not take it in time
     */
    public void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new BrokerUnavailableException(
                    "the broker did not take a record for %s: %s"
                            .formatted(record.topic(), e.getCause().getMessage()),
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("interrupted while sending a record", e);
        }
    }

    @PreDestroy
    void close() {
        producer.close();
    }
}
