package dev.tlora.workqueue;

import java.util.Map;
import org.jboss.logging.MDC;

/** Lets what is logged about a job name it by fields, whoever logs it. */
final class LogContext {

    private LogContext() {}

    static void during(Job job, Runnable work) {
        Map<String, String> fields =
                Map.of(
                        "topic", job.position().topic(),
                        "partition", Integer.toString(job.position().partition()),
                        "offset", Long.toString(job.position().offset()),
                        "key", job.key(),
                        "attempt", Integer.toString(job.deliveryCount()));
        fields.forEach(MDC::put);
        try {
            work.run();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }
}
