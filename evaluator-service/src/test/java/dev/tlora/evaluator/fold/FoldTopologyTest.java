package dev.tlora.evaluator.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tlora.evaluator.SampleRun;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.AdapterPublished;
import dev.tlora.schemas.EventOfRun;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.ScoreEvent;
import dev.tlora.schemas.Topics;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a run is whole, whatever the order of its events. */
class FoldTopologyTest {

    private static final RenderPurpose CONCEPT = RenderPurpose.CONCEPT;
    private static final RenderPurpose PROMPT = RenderPurpose.PROMPT;

    private final SampleRun run = SampleRun.of("r-1", 2);
    private final FoldDriver fold = new FoldDriver();

    @AfterEach
    void close() {
        fold.close();
    }

    @Test
    void aRunIsClosedWithTheScoreThatMakesItWhole() {
        // Given
        fold.image(run.rendered(1, CONCEPT));
        fold.image(run.rendered(2, PROMPT));
        fold.score(run.scored(2, PROMPT));
        assertThat(fold.closed).isEmpty();

        // When
        fold.score(run.scored(1, CONCEPT));

        // Then
        assertThat(fold.closed).hasSize(1);
        assertThat(fold.closed.get(0).runId()).isEqualTo("r-1");
        assertThat(fold.closed.get(0).images())
                .extracting(one -> one.plan().number())
                .containsExactly(1, 2);
        assertThat(fold.closed.get(0).images())
                .extracting(JudgedImage::scores)
                .containsExactly(SampleRun.SCORES, SampleRun.SCORES);
        assertThat(fold.closed.get(0).time()).isEqualTo(run.scored(2, PROMPT).time());
    }

    @Test
    void scoresMayOvertakeTheirImages() {
        // Given
        fold.score(run.scored(1, CONCEPT));
        fold.score(run.scored(2, PROMPT));
        fold.image(run.rendered(2, PROMPT));

        // When
        fold.image(run.rendered(1, CONCEPT));

        // Then
        assertThat(fold.closed).hasSize(1);
    }

    @Test
    void anImageThatNeverCameCountsAsJudged() {
        // Given
        fold.image(run.rendered(1, CONCEPT));
        fold.score(run.scored(1, CONCEPT));

        // When
        fold.image(run.failed(2));

        // Then
        assertThat(fold.closed).hasSize(1);
        assertThat(fold.closed.get(0).failed()).isEqualTo(1);
        assertThat(fold.closed.get(0).images().get(1).failure()).isEqualTo("the GPU is on fire");
    }

    @Test
    void aScoreOutweighsAnEarlierFailure() {
        // Given
        fold.image(run.failed(2));
        fold.image(run.rendered(2, PROMPT));
        fold.score(run.scored(2, PROMPT));
        fold.image(run.rendered(1, CONCEPT));

        // When
        fold.score(run.scored(1, CONCEPT));

        // Then
        assertThat(fold.closed.get(0).failed()).isZero();
    }

    @Test
    void repeatedEventsNeitherFillARunNorCloseItAgain() {
        // Given
        for (int i = 0; i < 3; i++) {
            fold.image(run.rendered(1, CONCEPT));
            fold.score(run.scored(1, CONCEPT));
        }
        assertThat(fold.closed).isEmpty();

        // When
        for (int i = 0; i < 2; i++) {
            fold.image(run.rendered(2, PROMPT));
            fold.score(run.scored(2, PROMPT));
            fold.image(run.failed(2));
            fold.image(run.rendered(1, CONCEPT));
            fold.score(run.scored(1, CONCEPT));
        }

        // Then
        assertThat(fold.closed).hasSize(1);
    }

    @Test
    void whatUsersAskForIsNoPartOfTheRun() {
        // Given
        fold.image(run.rendered(1, CONCEPT));
        fold.score(run.scored(1, CONCEPT));

        // When
        fold.image(run.rendered(2, RenderPurpose.USER));
        fold.score(run.scored(2, RenderPurpose.USER));

        // Then
        assertThat(fold.closed).isEmpty();
    }

    @Test
    void runsWithAlikeNamesAreKeptApart() {
        // Given
        SampleRun other = SampleRun.of("r-10", 2);
        fold.image(run.rendered(1, CONCEPT));
        fold.score(run.scored(1, CONCEPT));

        // When
        fold.image(other.failed(1));
        fold.image(other.failed(2));

        // Then
        assertThat(fold.closed).extracting(FinishedRun::runId).containsExactly("r-10");
    }

    @Test
    void anImageThatCannotBeJudgedCountsAsFailed() {
        // Given
        fold.image(run.rendered(1, CONCEPT));
        fold.score(run.scored(1, CONCEPT));
        fold.image(run.rendered(2, PROMPT));

        // When
        fold.image(run.unscorable(2, PROMPT));

        // Then
        assertThat(fold.closed).hasSize(1);
        assertThat(fold.closed.get(0).images().get(1).failure()).isEqualTo("it is no image");
        assertThat(fold.closed.get(0).images().get(1).imageIfAny()).isPresent();
    }

    @Test
    void anImageThatWasDrawnIsWaitedForEvenWhenAnotherAttemptToDrawItFailed() {
        // Given
        fold.image(run.rendered(1, CONCEPT));
        fold.score(run.scored(1, CONCEPT));
        fold.image(run.rendered(2, PROMPT));

        // When
        fold.image(run.failed(2));

        // Then
        assertThat(fold.closed).isEmpty();
        fold.score(run.scored(2, PROMPT));
        assertThat(fold.closed.get(0).failed()).isZero();
    }

    @Test
    void anyOrderOfTheSameEventsGivesTheSameVerdict() {
        // Given
        SampleRun large = SampleRun.of("r-1", 12);
        List<EventOfRun> events = new ArrayList<>(List.of(large.adapter()));
        for (int number = 1; number <= 12; number++) {
            events.add(number == 5 ? large.failed(5) : large.rendered(number, PROMPT));
        }
        events.add(large.unscorable(7, PROMPT));
        IntStream.rangeClosed(1, 12)
                .filter(number -> number != 5 && number != 7)
                .forEach(number -> events.add(large.scored(number, PROMPT)));
        events.addAll(events.subList(3, 9));

        // When
        Set<FinishedRun> verdicts = new HashSet<>();
        for (int seed = 0; seed < 40; seed++) {
            List<EventOfRun> shuffled = new ArrayList<>(events.subList(1, events.size()));
            Collections.shuffle(shuffled, new Random(seed));
            shuffled.add(0, events.get(0));
            verdicts.add(verdictOn(shuffled));
        }

        // Then
        assertThat(verdicts).hasSize(1);
        FinishedRun verdict = verdicts.iterator().next();
        assertThat(verdict.scored()).isEqualTo(10);
        assertThat(verdict.failed()).isEqualTo(2);
        assertThat(verdict.adapterIfAny()).isPresent();
    }

    private static FinishedRun verdictOn(List<EventOfRun> events) {
        try (FoldDriver shuffled = new FoldDriver()) {
            events.forEach(event -> shuffled.send(topicOf(event), event));
            assertThat(shuffled.closed).hasSize(1);
            return shuffled.closed.get(0);
        }
    }

    private static String topicOf(EventOfRun event) {
        if (event instanceof AdapterPublished) {
            return Topics.ADAPTERS;
        }
        return event instanceof ScoreEvent ? Topics.SCORES : Topics.IMAGES;
    }
}
