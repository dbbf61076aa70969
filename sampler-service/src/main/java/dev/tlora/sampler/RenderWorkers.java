package dev.tlora.sampler;

import dev.tlora.runtime.WorkStage;
import dev.tlora.runtime.Workers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Starts this process's samplers on {@code tlora.renders}. */
@Singleton
class RenderWorkers {

    private final SamplerConfig config;
    private final Workers workers;
    private final Instance<RenderJobs> jobs;

    @Inject
    RenderWorkers(SamplerConfig config, Workers workers, Instance<RenderJobs> jobs) {
        this.config = config;
        this.workers = workers;
        this.jobs = jobs;
    }

    void onStart(@Observes StartupEvent event) {
        for (int i = 0; i < config.workers(); i++) {
            workers.start(WorkStage.SAMPLING, jobs.get()::handle);
        }
    }
}
