package dev.tlora.runtime.trace;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Carries traces over topics, in the headers of W3C Trace Context. With traces off nothing is
 * measured or sent.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
public class Hops {

    private static final List<String> HEADERS = List.of("traceparent", "tracestate");

    private final Tracer tracer;
    private final TextMapPropagator propagator;

    @Inject
    Hops(OpenTelemetry telemetry) {
        tracer = telemetry.getTracer("dev.tlora");
        propagator = telemetry.getPropagators().getTextMapPropagator();
    }

    /** Begins the work on a record: a span below whatever sent it. */
    public Hop begin(ReceivedRecord record) {
        Context sender = propagator.extract(Context.root(), record.headers(), Texts.GETTER);
        Span span =
                tracer.spanBuilder("process " + record.topic())
                        .setParent(sender)
                        .setSpanKind(SpanKind.CONSUMER)
                        .setAttribute("messaging.system", "kafka")
                        .setAttribute("messaging.operation.type", "process")
                        .setAttribute("messaging.destination.name", record.topic())
                        .setAttribute(
                                "messaging.destination.partition.id",
                                Integer.toString(record.partition()))
                        .setAttribute("messaging.kafka.offset", record.offset())
                        .setAttribute("tlora.attempt", record.attempt())
                        .startSpan();
        return new Hop(span, sender.with(span), record.fields());
    }

    /** Lets whoever receives these headers go on with the trace of the work at hand. */
    public void continueIn(Headers headers) {
        propagator.inject(
                Context.current(),
                headers,
                (into, name, value) ->
                        into.remove(name).add(name, value.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of a record's headers those that carry its trace. */
    public static Headers traceOf(Headers headers) {
        Headers found = new RecordHeaders();
        for (String name : HEADERS) {
            Header header = headers.lastHeader(name);
            if (header != null) {
                found.add(header);
            }
        }
        return found;
    }

    private enum Texts implements TextMapGetter<Map<String, String>> {
        GETTER;

        @Override
        public Iterable<String> keys(Map<String, String> headers) {
            return headers.keySet();
        }

        @Override
        public String get(Map<String, String> headers, String name) {
            return headers.get(name);
        }
    }
}
