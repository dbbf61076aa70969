package dev.tlora.runtime.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tlora.workqueue.HandedOver;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class HopsTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Hops hops =
            new Hops(
                    OpenTelemetrySdk.builder()
                            .setTracerProvider(
                                    SdkTracerProvider.builder()
                                            .addSpanProcessor(SimpleSpanProcessor.create(spans))
                                            .build())
                            .setPropagators(
                                    ContextPropagators.create(
                                            W3CTraceContextPropagator.getInstance()))
                            .build());

    @Test
    void aRecordsTraceGoesOnInWhatIsSent() {
        // Given
        ReceivedRecord latents =
                received("latents", Map.of("traceparent", "00-" + TRACE + "-" + PARENT + "-01"));
        Headers sent = new RecordHeaders();

        // When
        try (Hop hop = hops.begin(latents)) {
            hop.carry(
                    () -> {
                        Hop.ofRun("r-1");
                        hops.continueIn(sent);
                    });
        }
        hops.begin(ReceivedRecord.of(record("adapters", sent))).close();

        // Then
        SpanData first = spans.getFinishedSpanItems().get(0);
        SpanData second = spans.getFinishedSpanItems().get(1);
        assertThat(first.getTraceId()).isEqualTo(TRACE);
        assertThat(first.getParentSpanId()).isEqualTo(PARENT);
        assertThat(first.getAttributes().get(AttributeKey.stringKey("tlora.run_id")))
                .isEqualTo("r-1");
        assertThat(first.getAttributes().get(AttributeKey.longKey("tlora.attempt"))).isEqualTo(3);
        assertThat(second.getTraceId()).isEqualTo(TRACE);
        assertThat(second.getParentSpanId()).isEqualTo(first.getSpanId());
        assertThat(second.getName()).isEqualTo("process adapters");
    }

    @Test
    void aRecordWithoutATraceBeginsOne() {
        // When
        hops.begin(received("latents", Map.of())).close();

        // Then
        assertThat(spans.getFinishedSpanItems())
                .singleElement()
                .satisfies(span -> assertThat(span.getParentSpanContext().isValid()).isFalse());
    }

    @Test
    void aFailureIsSeenInItsSpanAndAHandOverIsNone() {
        // When
        fail(new IllegalStateException("no more"));
        fail(new HandedOver("stopped"));

        // Then
        assertThat(spans.getFinishedSpanItems())
                .extracting(span -> span.getStatus().getStatusCode())
                .containsExactly(StatusCode.ERROR, StatusCode.UNSET);
    }

    @Test
    void linesOfTheWorkNameItsRecordAndThoseAfterItDoNot() {
        // Given
        Hop hop = hops.begin(received("latents", Map.of()));
        Map<String, Object> within = new HashMap<>();

        // When
        hop.carry(
                () -> {
                    Hop.ofRun("r-1");
                    within.putAll(MDC.getMap());
                });

        // Then
        assertThat(within)
                .contains(
                        Map.entry("topic", "latents"),
                        Map.entry("offset", "5"),
                        Map.entry("attempt", "3"),
                        Map.entry("runId", "r-1"));
        assertThat(MDC.getMap()).isEmpty();
    }

    @Test
    void withTracesOffRecordsCarryNothing() {
        // Given
        Hops off = new Hops(OpenTelemetry.noop());
        Headers sent = new RecordHeaders();

        // When
        off.begin(received("latents", Map.of())).carry(() -> off.continueIn(sent));

        // Then
        assertThat(sent).isEmpty();
    }

    private void fail(RuntimeException failure) {
        try (Hop hop = hops.begin(received("latents", Map.of()))) {
            assertThatThrownBy(
                            () ->
                                    hop.carry(
                                            () -> {
                                                throw failure;
                                            }))
                    .isSameAs(failure);
        }
    }

    private static ReceivedRecord received(String topic, Map<String, String> headers) {
        return new ReceivedRecord(topic, 0, 5, 3, headers);
    }

    private static ConsumerRecord<String, byte[]> record(String topic, Headers headers) {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>(topic, 0, 6, "key", new byte[0]);
        headers.forEach(record.headers()::add);
        return record;
    }
}
