package dev.tlora.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tlora.schemas.RunScored;
import dev.tlora.standalone.client.FleetClient;
import dev.tlora.testing.FleetResource;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One order is one trace, through all services and topics. */
@QuarkusTest
@QuarkusTestResource(FleetResource.class)
class TracesIT {

    @TestHTTPResource("/")
    URI address;

    @Inject InMemorySpanExporter exporter;

    @Test
    void eachServicesWorkHangsBelowWhatSentItsRecord() throws Exception {
        // Given
        Path folder = Files.createTempDirectory(Path.of("target"), "photos").toAbsolutePath();
        FleetClient fleet = new FleetClient(address);

        // When
        String runId = fleet.submit(Orders.small(folder, 8));
        fleet.follow(runId, event -> !(event instanceof RunScored));

        // Then
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(work("images", runId)).hasSize(Orders.IMAGES));
        SpanData ingest = only(work("concepts", runId));
        SpanData trainer = only(work("latents", runId));
        SpanData planner = only(work("adapters", runId));
        List<SpanData> samplers = work("renders", runId);
        assertThat(parentOf(ingest).getName()).isEqualTo("POST /concepts");
        assertThat(parentOf(trainer)).isEqualTo(ingest);
        assertThat(parentOf(planner)).isEqualTo(trainer);
        assertThat(samplers)
                .isNotEmpty()
                .allSatisfy(sampler -> assertThat(parentOf(sampler)).isEqualTo(planner));
        assertThat(work("images", runId))
                .allSatisfy(evaluator -> assertThat(samplers).contains(parentOf(evaluator)))
                .allSatisfy(
                        evaluator ->
                                assertThat(evaluator.getTraceId()).isEqualTo(ingest.getTraceId()));
        assertThat(trainer.getAttributes().get(AttributeKey.longKey("tlora.attempt"))).isEqualTo(1);
    }

    /** Spans of the records of a run on one topic. */
    private List<SpanData> work(String topic, String runId) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals("process tlora." + topic))
                .filter(
                        span ->
                                runId.equals(
                                        span.getAttributes()
                                                .get(AttributeKey.stringKey("tlora.run_id"))))
                .toList();
    }

    private SpanData parentOf(SpanData span) {
        return only(
                exporter.getFinishedSpanItems().stream()
                        .filter(other -> other.getSpanId().equals(span.getParentSpanId()))
                        .toList());
    }

    private static SpanData only(List<SpanData> spans) {
        assertThat(spans).hasSize(1);
        return spans.get(0);
    }
}
