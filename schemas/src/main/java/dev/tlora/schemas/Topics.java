package dev.tlora.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The fleet's topics. Who writes and reads what is told in the module's README. */
public final class Topics {

    /** Orders: {@link ConceptSubmitted} by concept. */
    public static final String CONCEPTS = "tlora.concepts";

    /** Work for trainers: {@link LatentsPrepared} by run. */
    public static final String LATENTS = "tlora.latents";

    /** Registry of adapters: {@link AdapterPublished} by run. */
    public static final String ADAPTERS = "tlora.adapters";

    /** Work for samplers: {@link RenderRequested} by request. */
    public static final String RENDERS = "tlora.renders";

    /** What became of planned images: {@link ImageEvent} by run. */
    public static final String IMAGES = "tlora.images";

    /** How good images and adapters are: {@link ScoreEvent} by run. */
    public static final String SCORES = "tlora.scores";

    /** The life of runs: {@link RunEvent} by run. */
    public static final String RUNS = "tlora.runs";

    /** Orders to running work: {@link CancelRequested} by run. */
    public static final String CONTROL = "tlora.control";

    private static final int EVENT_PARTITIONS = 3;

    /** All workers share one; with more, records wait behind a busy worker's. */
    private static final int WORK_PARTITIONS = 1;

    private static final Map<String, String> KEPT_A_WEEK = keptFor(Duration.ofDays(7));
    private static final Map<String, String> KEPT_A_MONTH = keptFor(Duration.ofDays(30));

    /** Compaction keeps a run's last score only; those of its images stay readable for a week. */
    private static final Map<String, String> SCORES_KEPT =
            Map.of(
                    "retention.ms", Long.toString(Duration.ofDays(30).toMillis()),
                    "min.compaction.lag.ms", Long.toString(Duration.ofDays(7).toMillis()));

    private static final List<TopicSpec> LIVE =
            List.of(
                    new TopicSpec(CONCEPTS, EVENT_PARTITIONS, "delete", KEPT_A_MONTH),
                    new TopicSpec(LATENTS, WORK_PARTITIONS, "delete", KEPT_A_WEEK),
                    new TopicSpec(ADAPTERS, EVENT_PARTITIONS, "compact", Map.of()),
                    new TopicSpec(RENDERS, WORK_PARTITIONS, "delete", KEPT_A_WEEK),
                    new TopicSpec(IMAGES, EVENT_PARTITIONS, "delete", KEPT_A_WEEK),
                    new TopicSpec(SCORES, EVENT_PARTITIONS, "compact,delete", SCORES_KEPT),
                    new TopicSpec(RUNS, EVENT_PARTITIONS, "delete", KEPT_A_MONTH),
                    new TopicSpec(CONTROL, EVENT_PARTITIONS, "delete", KEPT_A_WEEK));

    private Topics() {}

    /** The topics, without those for dead letters. */
    public static List<TopicSpec> live() {
        return LIVE;
    }

    /** One topic for dead letters beside each of {@link #live()}. */
    public static List<TopicSpec> deadLetters() {
        return LIVE.stream()
                .map(
                        source ->
                                new TopicSpec(
                                        DeadLetters.topicOf(source.name()),
                                        EVENT_PARTITIONS,
                                        "delete",
                                        KEPT_A_MONTH))
                .toList();
    }

    /** Every topic to create. */
    public static List<TopicSpec> all() {
        return Stream.concat(live().stream(), deadLetters().stream()).toList();
    }

    private static Map<String, String> keptFor(Duration retention) {
        return Map.of("retention.ms", Long.toString(retention.toMillis()));
    }
}
