package dev.tlora.workqueue;

import java.util.concurrent.ExecutorService;

/**
 * What every delivery of one queue shares.
 *
 * @param worker runs the handler and the writing of copies, one task at a time
 */
record QueueContext(
        QueueSettings settings,
        JobHandler handler,
        QueueListener listener,
        ExecutorService worker,
        RecordCopies copies,
        Stop stop) {}
