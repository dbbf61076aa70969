package dev.tlora.ingest;

import dev.tlora.runtime.QueueGauges;
import dev.tlora.runtime.WorkStage;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Exports the lengths of all queues: ingest is there when trainers and samplers are not. */
@Singleton
class QueueLengths {

    void onStart(@Observes StartupEvent event, QueueGauges gauges) {
        for (WorkStage stage : WorkStage.values()) {
            gauges.watch(stage);
        }
    }
}
