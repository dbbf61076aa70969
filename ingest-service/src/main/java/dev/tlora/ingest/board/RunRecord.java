package dev.tlora.ingest.board;

import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.TrainingEvent;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * The events of one run and those who follow them. History is handed out and followers are added
 * under the same lock as events, so that nobody misses one.
 */
final class RunRecord {

    private final int longest;
    private final RunFold fold;
    private final List<Told> history = new ArrayList<>();
    private final Set<MultiEmitter<? super Told>> followers = new CopyOnWriteArraySet<>();
    private long latest = -1;

    RunRecord(String runId, Instant submitted, int longest) {
        this.longest = longest;
        fold = new RunFold(runId, submitted);
    }

    /** Says whose run it is before its order is accepted. */
    synchronized RunRecord belongingTo(String tenant) {
        fold.belongsTo(tenant);
        return this;
    }

    /** Takes an event, unless it is known because the topic is read anew. */
    synchronized void add(Told told) {
        if (told.offset() <= latest) {
            return;
        }
        latest = told.offset();
        fold.add(told.event());
        history.add(told);
        if (history.size() > longest) {
            forgetOne();
        }
        followers.forEach(follower -> follower.emit(told));
        if (fold.hasEnded()) {
            completeAll();
        }
    }

    /** Old progress is missed least. */
    private void forgetOne() {
        for (int index = 0; index < history.size() - 1; index++) {
            if (isProgress(history.get(index).event())) {
                history.remove(index);
                return;
            }
        }
        history.remove(0);
    }

    private static boolean isProgress(RunEvent event) {
        return event instanceof TrainingEvent.Progressed
                || event instanceof TrainingEvent.ClassPictureDrawn
                || event instanceof RunEvent.Rendered;
    }

    /** Hands out what came after an offset, and then what comes, up to the run's end. */
    synchronized void follow(long after, MultiEmitter<? super Told> follower) {
        history.stream().filter(told -> told.offset() > after).forEach(follower::emit);
        if (fold.hasEnded()) {
            follower.complete();
        } else {
            followers.add(follower);
            follower.onTermination(() -> followers.remove(follower));
        }
    }

    synchronized void completeAll() {
        followers.forEach(MultiEmitter::complete);
        followers.clear();
    }

    synchronized RunView view() {
        return fold.view();
    }
}
