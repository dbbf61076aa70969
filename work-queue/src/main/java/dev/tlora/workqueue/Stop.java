package dev.tlora.workqueue;

import java.util.concurrent.CompletableFuture;

/**
 * A queue's two stages of stopping, seen by all its threads: first the job is asked to stop, then,
 * when its grace is over, it is no longer waited for.
 */
final class Stop {

    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private final CompletableFuture<Void> graceOver = new CompletableFuture<>();

    void request() {
        requested.complete(null);
    }

    void endGrace() {
        graceOver.complete(null);
    }

    boolean isRequested() {
        return requested.isDone();
    }

    /** Completes with the request. */
    CompletableFuture<Void> requested() {
        return requested;
    }

    /** Completes when running work is to be left behind. */
    CompletableFuture<Void> graceOver() {
        return graceOver;
    }
}
