package dev.tlora.workqueue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what a queue told its listener, one line each, in order. */
class Told implements QueueListener {

    final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void started(Job job) {
        lines.add("started " + job.key() + " " + job.deliveryCount());
    }

    @Override
    public void finished(Job job, Duration took) {
        lines.add("finished " + job.key());
    }

    @Override
    public void retried(Job job, Throwable failure) {
        lines.add("retried " + job.key() + " " + failure.getMessage());
    }

    @Override
    public void deadLettered(Job job, Reason reason, Throwable failure) {
        lines.add("dead-lettered " + job.key() + " " + failure.getMessage());
    }

    @Override
    public void handedOver(Job job) {
        lines.add("handed over " + job.key());
    }

    @Override
    public void leaseLost(Job job) {
        lines.add("lease lost " + job.key());
    }
}
