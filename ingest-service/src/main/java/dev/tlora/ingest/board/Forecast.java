package dev.tlora.ingest.board;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges when open runs will be finished. A run has left to wait for those ahead of it, which as
 * many workers share as are seen at work now, and then to pass each stage that remains:
 *
 * <p>finish(q) = now + ahead · d(stage, q) / workers + Σ d(remaining stage, q)
 *
 * <p>where d(stage, q) is the q-quantile (nearest rank) of the stage's duration over the latest
 * {@value #LATEST} scored runs of the same model. Adding quantiles errs on the late side for P90.
 * Of the stage under way, what has passed is taken off.
 */
final class Forecast {

    private static final int LATEST = 50;

    private final List<RunView> runs;
    private final Instant now;

    Forecast(List<RunView> runs, Instant now) {
        this.runs = List.copyOf(runs);
        this.now = now;
    }

    /** The run with its outlook; ended ones have none. */
    RunView of(RunView run) {
        return stage(run).map(stage -> run.withOutlook(outlook(run, stage))).orElse(run);
    }

    private Outlook outlook(RunView run, Leg leg) {
        Integer ahead = leg.isWaiting(run) ? ahead(run, leg) : null;
        List<RunView> history = history(run.model());
        return history.isEmpty()
                ? new Outlook(ahead, null, null, 0)
                : new Outlook(
                        ahead,
                        finish(run, leg, history, 0.5),
                        finish(run, leg, history, 0.9),
                        history.size());
    }

    private Instant finish(RunView run, Leg leg, List<RunView> history, double quantile) {
        Duration own = leg.quantile(history, quantile);
        Duration left =
                leg.isWaiting(run)
                        ? own.plus(own.multipliedBy(ahead(run, leg)).dividedBy(workers(leg)))
                        : own.minus(Duration.between(leg.began(run), now));
        for (Leg later : Leg.values()) {
            if (later.compareTo(leg) > 0) {
                left =
                        (left.isNegative() ? Duration.ZERO : left)
                                .plus(later.quantile(history, quantile));
            }
        }
        return now.plus(left.isNegative() ? Duration.ZERO : left);
    }

    private int ahead(RunView run, Leg leg) {
        return (int)
                runs.stream()
                        .filter(other -> !other.runId().equals(run.runId()))
                        .filter(other -> stage(other).filter(leg::equals).isPresent())
                        .filter(
                                other ->
                                        !leg.isWaiting(other)
                                                || leg.began(other).isBefore(leg.began(run)))
                        .count();
    }

    private int workers(Leg leg) {
        return (int)
                Math.max(
                        1,
                        runs.stream()
                                .filter(other -> stage(other).filter(leg::equals).isPresent())
                                .filter(other -> !leg.isWaiting(other))
                                .count());
    }

    private List<RunView> history(String model) {
        return runs.stream()
                .filter(run -> run.state() == RunState.SCORED)
                .filter(run -> model == null || Objects.equals(run.model(), model))
                .filter(run -> Arrays.stream(Leg.values()).allMatch(leg -> leg.isKnown(run)))
                .sorted(Comparator.comparing((RunView run) -> run.times().ended()).reversed())
                .limit(LATEST)
                .toList();
    }

    private static Optional<Leg> stage(RunView run) {
        return switch (run.state()) {
            case SUBMITTED, ACCEPTED -> Optional.of(Leg.INGEST);
            case PREPARED, TRAINING -> Optional.of(Leg.TRAINING);
            case PUBLISHED, RENDERING -> Optional.of(Leg.SAMPLING);
            case SCORED, REJECTED, FAILED, CANCELLED -> Optional.empty();
        };
    }

    /** What lies between two moments of a run's life; sampling ends with the last score. */
    private enum Leg {
        INGEST(RunState.SUBMITTED),
        TRAINING(RunState.PREPARED),
        SAMPLING(RunState.PUBLISHED);

        private final RunState waiting;

        Leg(RunState waiting) {
            this.waiting = waiting;
        }

        private Instant queued(RunTimes times) {
            return switch (this) {
                case INGEST -> times.began();
                case TRAINING -> times.prepared();
                case SAMPLING -> times.published();
            };
        }

        private Instant start(RunTimes times) {
            return switch (this) {
                case INGEST -> times.accepted();
                case TRAINING -> times.trainingStarted();
                case SAMPLING -> times.published();
            };
        }

        private Instant end(RunTimes times) {
            return switch (this) {
                case INGEST -> times.prepared();
                case TRAINING -> times.published();
                case SAMPLING -> times.ended();
            };
        }

        boolean isWaiting(RunView run) {
            return run.state() == waiting;
        }

        /** When it joined the queue, or work on it began. */
        Instant began(RunView run) {
            Instant known = isWaiting(run) ? queued(run.times()) : start(run.times());
            return known == null ? run.times().began() : known;
        }

        boolean isKnown(RunView run) {
            return start(run.times()) != null && end(run.times()) != null;
        }

        Duration quantile(List<RunView> history, double quantile) {
            List<Duration> sorted =
                    history.stream()
                            .map(RunView::times)
                            .map(times -> Duration.between(start(times), end(times)))
                            .sorted()
                            .toList();
            return sorted.get((int) Math.ceil(quantile * sorted.size()) - 1);
        }
    }
}
