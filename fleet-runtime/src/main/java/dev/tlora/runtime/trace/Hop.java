package dev.tlora.runtime.trace;

import dev.tlora.workqueue.HandedOver;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Map;
import org.jboss.logging.MDC;

/**
 * The way of one record through one service: a span from its beginning to {@link #close}, and the
 * fields of the log lines in between. The work may be done in several pieces, on any thread.
 */
public final class Hop implements AutoCloseable {

    private static final String RUN_ID = "runId";

    private final Span span;
    private final Context context;
    private final Map<String, String> fields;

    Hop(Span span, Context context, Map<String, String> fields) {
        this.span = span;
        this.context = context;
        this.fields = fields;
    }

    /** Work on a record. */
    @FunctionalInterface
    public interface Work<X extends Exception> {
        void run() throws X;
    }

    /** Does a piece of the work. What it throws is noted and passed on. */
    public <X extends Exception> void carry(Work<X> work) throws X {
        fields.forEach(MDC::put);
        Scope scope = context.makeCurrent();
        try {
            work.run();
        } catch (HandedOver e) {
            span.addEvent("handed over");
            throw e;
        } catch (Exception | Error e) {
            fail(e.toString());
            throw e;
        } finally {
            scope.close();
            fields.keySet().forEach(MDC::remove);
            MDC.remove(RUN_ID);
        }
    }

    /** Which run the work at hand belongs to. */
    public static void ofRun(String runId) {
        MDC.put(RUN_ID, runId);
        Span.current().setAttribute("tlora.run_id", runId);
    }

    /** The work at hand ended without what it was for, though not by an exception. */
    public static void failed(String cause) {
        Span.current().setStatus(StatusCode.ERROR, cause);
    }

    private void fail(String cause) {
        span.setStatus(StatusCode.ERROR, cause);
    }

    @Override
    public void close() {
        span.end();
    }
}
