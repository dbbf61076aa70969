package dev.tlora.ingest.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Stage;
import dev.tlora.schemas.TrainingEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunRecordTest {

    private static final Instant TIME = Instant.parse("2026-11-24T10:15:30Z");
    private static final int LONGEST = 10;

    private final RunRecord run = new RunRecord("r", null, LONGEST);

    @Test
    void aFollowerGetsTheHistoryThenWhatComesAndThenTheEnd() {
        // Given
        run.add(new Told(3, accepted()));
        AssertSubscriber<Told> follower = follow(-1);

        // When
        run.add(new Told(5, progressed(1)));
        run.add(new Told(6, failed()));

        // Then
        follower.assertCompleted();
        assertThat(offsets(follower)).containsExactly(3L, 5L, 6L);
    }

    @Test
    void aFollowerThatComesBackGetsOnlyWhatItMissed() {
        // Given
        run.add(new Told(3, accepted()));
        run.add(new Told(5, progressed(1)));

        // When
        AssertSubscriber<Told> follower = follow(3);

        // Then
        assertThat(offsets(follower)).containsExactly(5L);
        follower.assertNotTerminated();
    }

    @Test
    void eventsThatAreReadAgainAreNotToldAgain() {
        // Given
        run.add(new Told(3, accepted()));
        run.add(new Told(4, progressed(1)));

        // When
        run.add(new Told(3, accepted()));

        // Then
        assertThat(offsets(follow(-1))).containsExactly(3L, 4L);
        assertThat(run.view().state()).isEqualTo(RunState.TRAINING);
    }

    @Test
    void oldProgressIsForgottenBeforeAnythingElse() {
        // Given
        run.add(new Told(0, accepted()));

        // When
        for (int step = 1; step <= 2 * LONGEST; step++) {
            run.add(new Told(step, progressed(step)));
        }

        // Then
        List<Long> offsets = offsets(follow(-1));
        assertThat(offsets).hasSize(LONGEST).startsWith(0L).endsWith(2L * LONGEST);
    }

    @Test
    void theViewFollowsTheRun() {
        // Given
        run.add(new Told(0, accepted()));

        // When
        run.add(new Told(1, progressed(5)));

        // Then
        RunView view = run.view();
        assertThat(view.state()).isEqualTo(RunState.TRAINING);
        assertThat(view.stage()).isEqualTo(Stage.TRAINING);
        assertThat(view.progress().percent()).isEqualTo(25);
        assertThat(view.className()).isEqualTo("cat");
    }

    @Test
    void aRunThatGoesOnAfterItsEndIsFollowedOnwards() {
        // Given
        run.add(new Told(0, accepted()));
        run.add(new Told(1, failed()));

        // When
        run.add(new Told(2, new TrainingEvent.Started("r", TIME, 2, 20)));

        // Then
        AssertSubscriber<Told> follower = follow(-1);
        follower.assertNotTerminated();
        assertThat(run.view().state()).isEqualTo(RunState.TRAINING);
        assertThat(run.view().cause()).isNull();
        assertThat(run.view().times().ended()).isNull();
    }

    private AssertSubscriber<Told> follow(long after) {
        return Multi.createFrom()
                .<Told>emitter(emitter -> run.follow(after, emitter))
                .subscribe()
                .withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static List<Long> offsets(AssertSubscriber<Told> follower) {
        return follower.getItems().stream().map(Told::offset).toList();
    }

    private static RunEvent accepted() {
        return new RunEvent.Accepted("r", TIME, "c", "cat", "starter", "acme", 5);
    }

    private static RunEvent progressed(int step) {
        return new TrainingEvent.Progressed("r", TIME, 1, step, 20, 0.5, null, 4, 0.1, 1.5);
    }

    private static RunEvent failed() {
        return new RunEvent.Failed("r", TIME, 1, Stage.TRAINING, "no luck", 3);
    }
}
