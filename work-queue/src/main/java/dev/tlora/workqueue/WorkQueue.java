package dev.tlora.workqueue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A worker on one topic of long jobs: takes one record at a time from a Kafka share group, renews
 * its lease while the {@link JobHandler} runs, and settles it by how the handler ended. Several
 * queues with the same group, in this JVM or elsewhere, share the topic; the topic has one
 * partition and, beside it, a {@code <topic>.dlq} for dead letters.
 *
 * <p>A job is delivered again, to whoever is free, when its worker fails, is killed or is closed.
 * Whoever starts a queue closes it; a closed queue cannot be started again. Safe for use by several
 * threads.
 */
public final class WorkQueue implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(25);
    private static final Duration LEAVING = Duration.ofSeconds(10);

    private final QueueSettings settings;
    private final JobHandler handler;
    private final QueueListener listener;
    private final Stop stop = new Stop();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean started;

    private WorkQueue(Builder builder) {
        this.settings = builder.settings();
        this.handler = Objects.requireNonNull(builder.handler, "handler");
        this.listener = builder.listener;
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins to take jobs on a thread of its own. A broker that is away is waited for.
     *
     * @throws IllegalStateException when started before, or when Kafka refuses the group's settings
     */
    public synchronized void start() {
        if (started || stop.isRequested()) {
            throw new IllegalStateException("a work queue starts only once");
        }
        WorkLoop loop =
                new WorkLoop(settings, handler, listener, stop, GroupSettings.apply(settings));
        started = true;
        WorkLoop.daemon(() -> runToTheEnd(loop), "work-queue-", settings).start();
    }

    /** True from start to close; false in between means that the queue's thread died. */
    public synchronized boolean isRunning() {
        return started && ended.getCount() > 0;
    }

    /**
     * Takes no further job, asks the running one to stop ({@link Lease#stopRequested()}), waits for
     * it at most {@code grace} and returns. A job still running then loses its lease and is
     * interrupted; another worker gets it.
     */
    public void close(Duration grace) {
        stop.request();
        if (!isRunning()) {
            return;
        }
        if (!hasEnded(grace)) {
            stop.endGrace();
            hasEnded(LEAVING);
        }
    }

    /** {@link #close(Duration)} with 25 s, just under what Kubernetes grants by default. */
    @Override
    public void close() {
        close(GRACE);
    }

    private void runToTheEnd(WorkLoop loop) {
        try {
            loop.run();
        } finally {
            ended.countDown();
        }
    }

    private boolean hasEnded(Duration wait) {
        try {
            return ended.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Settings of a queue; client properties, topic, group and handler are required. */
    public static final class Builder {

        private final Map<String, Object> client = new HashMap<>();
        private String topic = "";
        private String group = "";
        private JobHandler handler;
        private QueueListener listener = new QueueListener() {};
        private Duration lease = Duration.ofSeconds(30);
        private int maxDeliveries = 5;
        private Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
        private Duration patience = Duration.ofHours(1);
        private Function<Throwable, Reason> reasons = Reasons::of;

        private Builder() {}

        public Builder bootstrapServers(String servers) {
            client.put("bootstrap.servers", servers);
            return this;
        }

        /** Properties for every Kafka client of the queue, such as those for TLS and SASL. */
        public Builder clientProperties(Map<String, Object> properties) {
            client.putAll(properties);
            return this;
        }

        public Builder topic(String name) {
            topic = name;
            return this;
        }

        public Builder group(String name) {
            group = name;
            return this;
        }

        public Builder handler(JobHandler jobs) {
            handler = jobs;
            return this;
        }

        public Builder listener(QueueListener told) {
            listener = Objects.requireNonNull(told, "listener");
            return this;
        }

        /**
         * How long a job is held without a renewal, 30 s by default; renewed at every third of it.
         * Kafka allows 15 s to 60 s unless the broker is set otherwise.
         */
        public Builder lease(Duration length) {
            lease = length;
            return this;
        }

        /** Deliveries before a failing job becomes a dead letter, 1 to 8, by default 5. */
        public Builder maxDeliveries(int most) {
            maxDeliveries = most;
            return this;
        }

        /**
         * Pause before a failed job's next delivery, doubled up to a limit; by default 1 s, 1 min.
         */
        public Builder backoff(Duration first, Duration longest) {
            backoff = new Backoff(first, longest);
            return this;
        }

        /**
         * How long a job is held while what it needs is away ({@link Reason.Cure#WAITING}); by
         * default 1 h, then it becomes a dead letter.
         */
        public Builder patience(Duration longest) {
            patience = longest;
            return this;
        }

        /** Tells why a job failed, where {@link Reasons#of} knows no better. */
        public Builder reasons(Function<Throwable, Reason> known) {
            reasons = Objects.requireNonNull(known, "reasons");
            return this;
        }

        /**
         * The queue, not started.
         *
         * @throws IllegalArgumentException when a required setting is missing or one is out of
         *     range
         */
        public WorkQueue build() {
            return new WorkQueue(this);
        }

        private QueueSettings settings() {
            return new QueueSettings(
                    client, topic, group, lease, maxDeliveries, backoff, patience, reasons);
        }
    }
}
