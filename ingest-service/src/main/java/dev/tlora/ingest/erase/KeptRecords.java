package dev.tlora.ingest.erase;

import dev.tlora.ingest.erase.ErasureReport.Kept;
import dev.tlora.runtime.Broker;
import dev.tlora.runtime.BrokerUnavailableException;
import dev.tlora.schemas.TopicSpec;
import dev.tlora.schemas.Topics;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Says how long records stay that cannot be removed one by one, as the broker is set. */
@Singleton
class KeptRecords {

    private final Broker broker;

    @Inject
    KeptRecords(Broker broker) {
        this.broker = broker;
    }

    List<Kept> since(Instant now) {
        List<ConfigResource> topics =
                Topics.all().stream()
                        .map(TopicSpec::name)
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList();
        try (Admin admin = Admin.create(broker.clientProperties())) {
            Map<ConfigResource, Config> configs = admin.describeConfigs(topics).all().get();
            List<Kept> kept = new ArrayList<>();
            topics.forEach(topic -> kept.add(kept(topic.name(), configs.get(topic), now)));
            return kept;
        } catch (ExecutionException e) {
            throw new BrokerUnavailableException(
                    "the broker does not tell how topics are kept: " + e.getCause().getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("interrupted while asking the broker", e);
        }
    }

    private static Kept kept(String topic, Config config, Instant now) {
        if (config.get(TopicConfig.CLEANUP_POLICY_CONFIG)
                .value()
                .contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            long lag = millis(config, TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG);
            return new Kept(
                    topic, after(now, lag), "earlier records, until the topic is compacted after");
        }
        long retention = millis(config, TopicConfig.RETENTION_MS_CONFIG);
        return new Kept(topic, after(now, retention), "records of the past");
    }

    private static long millis(Config config, String name) {
        return Long.parseLong(config.get(name).value());
    }

    /** {@code null} for records that are kept for good. */
    private static Instant after(Instant now, long millis) {
        return millis < 0 ? null : now.plus(Duration.ofMillis(millis));
    }
}
