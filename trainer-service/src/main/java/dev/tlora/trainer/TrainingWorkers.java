package dev.tlora.trainer;

import dev.tlora.runtime.WorkStage;
import dev.tlora.runtime.Workers;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Starts this process's trainers on {@code tlora.latents}. */
@Singleton
class TrainingWorkers {

    private final TrainerConfig config;
    private final Workers workers;
    private final Instance<TrainingJobs> jobs;

    @Inject
    TrainingWorkers(TrainerConfig config, Workers workers, Instance<TrainingJobs> jobs) {
        this.config = config;
        this.workers = workers;
        this.jobs = jobs;
    }

    void onStart(@Observes StartupEvent event) {
        for (int i = 0; i < config.workers(); i++) {
            workers.start(WorkStage.TRAINING, jobs.get()::handle);
        }
    }
}
