package dev.tlora.workqueue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;

/** Writes to the broker what it must know of the share group before its first member joins. */
final class GroupSettings {

    private GroupSettings() {}

    /**
     * False when the broker cannot be reached now.
     *
     * @throws IllegalStateException when the broker refuses the settings
     */
    static boolean apply(QueueSettings settings) {
        ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, settings.group());
        Collection<AlterConfigOp> changes =
                List.of(
                        // Kafka's default would skip what was queued before the first worker.
                        set("share.auto.offset.reset", "earliest"),
                        set("share.record.lock.duration.ms", settings.lease().toMillis()),
                        set("share.delivery.count.limit", QueueSettings.BROKER_DELIVERY_LIMIT));
        try (Admin admin = Admin.create(settings.admin())) {
            admin.incrementalAlterConfigs(Map.of(group, changes)).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return false;
            }
            throw new IllegalStateException(
                    "Kafka refused the settings of share group "
                            + settings.group()
                            + " (lease "
                            + settings.lease()
                            + "): "
                            + e.getCause().getMessage(),
                    e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static AlterConfigOp set(String name, Object value) {
        return new AlterConfigOp(new ConfigEntry(name, value.toString()), OpType.SET);
    }
}
