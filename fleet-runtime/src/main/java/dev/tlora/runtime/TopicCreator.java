package dev.tlora.runtime;

import dev.tlora.schemas.TopicSpec;
import dev.tlora.schemas.Topics;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/**
 * Creates the fleet's topics before any channel opens, since a broker that creates them by itself
 * gives work topics too many partitions.
 */
@ApplicationScoped
class TopicCreator {

    private static final Logger LOGGER = Logger.getLogger(TopicCreator.class);
    private static final int BEFORE_CHANNELS = 1;
    private static final long TIMEOUT_SECONDS = 60;

    private final FleetConfig config;
    private final Broker broker;

    @Inject
    TopicCreator(FleetConfig config, Broker broker) {
        this.config = config;
        this.broker = broker;
    }

    void onStart(@Observes @Priority(BEFORE_CHANNELS) StartupEvent event) {
        if (config.topics().create()) {
            createMissing();
        }
    }

    private void createMissing() {
        try (Admin admin = Admin.create(broker.clientProperties())) {
            Set<String> present = admin.listTopics().names().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            List<NewTopic> missing =
                    Topics.all().stream()
                            .filter(topic -> !present.contains(topic.name()))
                            .map(this::newTopic)
                            .toList();
            for (NewTopic topic : missing) {
                create(admin, topic);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(
                    "no Kafka broker answers at %s; start one or set kafka.bootstrap.servers"
                            .formatted(broker.bootstrapServers()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    private NewTopic newTopic(TopicSpec spec) {
        return new NewTopic(spec.name(), spec.partitions(), config.topics().replicationFactor())
                .configs(spec.settings());
    }

    private static void create(Admin admin, NewTopic topic)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            admin.createTopics(List.of(topic)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            LOGGER.infof("topic created: topic=%s", topic.name());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
