package dev.tlora.workqueue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.jboss.logging.Logger;

/**
 * The queue's own thread: polls one record, sees its job through, polls the next. A client that
 * breaks is closed and opened anew, so the queue outlives any trouble with the broker.
 */
final class WorkLoop implements Runnable {

    private static final Logger LOGGER = Logger.getLogger(WorkLoop.class);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration LEAVING = Duration.ofSeconds(5);
    private static final Duration REOPENING = Duration.ofSeconds(5);

    private final QueueSettings settings;
    private final JobHandler handler;
    private final QueueListener listener;
    private final Stop stop;
    private final ExecutorService worker;
    private boolean groupKnown;

    /**
     * @param groupKnown whether the broker already has the group's settings
     */
    WorkLoop(
            QueueSettings settings,
            JobHandler handler,
            QueueListener listener,
            Stop stop,
            boolean groupKnown) {
        this.settings = settings;
        this.handler = handler;
        this.listener = listener;
        this.stop = stop;
        this.groupKnown = groupKnown;
        this.worker = Executors.newSingleThreadExecutor(task -> daemon(task, "work-", settings));
    }

    static Thread daemon(Runnable task, String prefix, QueueSettings settings) {
        Thread thread = new Thread(task, prefix + settings.group());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void run() {
        while (!stop.isRequested()) {
            try {
                groupKnown = groupKnown || GroupSettings.apply(settings);
                if (groupKnown) {
                    consume();
                } else {
                    LOGGER.warnf("broker not reachable, waiting: topic=%s", settings.topic());
                }
            } catch (RuntimeException e) {
                LOGGER.errorf(e, "work queue interrupted, reopening: topic=%s", settings.topic());
            }
            awaitStop(REOPENING);
        }
        worker.shutdown();
    }

    private void consume() {
        KafkaShareConsumer<byte[], byte[]> consumer = new KafkaShareConsumer<>(settings.consumer());
        try (RecordCopies copies = new RecordCopies(settings)) {
            consumer.subscribe(settings.topics());
            QueueContext queue =
                    new QueueContext(settings, handler, listener, worker, copies, stop);
            while (!stop.isRequested()) {
                takeOne(consumer, queue);
            }
        } finally {
            // What is still leased goes back to the group now instead of when its lease ends.
            consumer.close(LEAVING);
        }
    }

    private void takeOne(KafkaShareConsumer<byte[], byte[]> consumer, QueueContext queue) {
        long before = System.nanoTime();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            Duration length =
                    consumer.acquisitionLockTimeoutMs()
                            .map(Duration::ofMillis)
                            .orElse(settings.lease());
            HeldLease lease = new HeldLease(length, before, stop::isRequested);
            new Delivery(queue, new LeasedRecord(consumer, record, lease), lease).run();
        }
    }

    private void awaitStop(Duration atMost) {
        CompletableFuture<Void> either =
                new CompletableFuture<Void>()
                        .completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS);
        CompletableFuture.anyOf(either, stop.requested()).join();
    }
}
