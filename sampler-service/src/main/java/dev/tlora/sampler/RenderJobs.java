package dev.tlora.sampler;

import dev.tlora.artifacts.IntegrityException;
import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.UnavailableException;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.image.ImageException;
import dev.tlora.runtime.BrokerUnavailableException;
import dev.tlora.runtime.Failures;
import dev.tlora.runtime.FleetConfig;
import dev.tlora.runtime.UnknownModelException;
import dev.tlora.runtime.trace.Hop;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.MalformedEventException;
import dev.tlora.schemas.RenderRequested;
import dev.tlora.workqueue.HandedOver;
import dev.tlora.workqueue.Job;
import dev.tlora.workqueue.LeaseLost;
import dev.tlora.workqueue.Reason;
import dev.tlora.workqueue.Rejected;
import dev.tlora.workqueue.RetryLater;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.util.concurrent.CancellationException;
import org.jboss.logging.Logger;

/**
 * Turns each render request into one event for each of its images.
 *
 * <p>Each worker has its own.
 */
@Dependent
class RenderJobs {

    private static final Logger LOGGER = Logger.getLogger(RenderJobs.class);

    private final Rendering rendering;
    private final RenderEvents events;
    private final SamplingMetrics metrics;
    private final int maxDeliveries;

    @Inject
    RenderJobs(
            Rendering rendering, RenderEvents events, SamplingMetrics metrics, FleetConfig config) {
        this.rendering = rendering;
        this.events = events;
        this.metrics = metrics;
        this.maxDeliveries = config.queue().maxDeliveries();
    }

    void handle(Job job) {
        RenderRequested request = read(job);
        Hop.ofRun(request.runId());
        try {
            rendering.render(request, job.deliveryCount(), job.lease());
            LOGGER.infof(
                    "rendered: runId=%s renderId=%s images=%d",
                    request.runId(), request.renderId(), request.count());
        } catch (CancellationException e) {
            LOGGER.infof("not rendered: renderId=%s cause=%s", request.renderId(), e.getMessage());
        } catch (UnavailableException | BrokerUnavailableException e) {
            throw new RetryLater(e.getMessage(), e);
        } catch (CheckpointException
                | ImageException
                | UnknownModelException
                | NotFoundException
                | IntegrityException
                | InvalidLocationException
                | IllegalArgumentException e) {
            fail(job, request, e);
            throw new Rejected(Failures.reasonOf(e), e.getMessage(), e);
        } catch (HandedOver | LeaseLost e) {
            throw e;
        } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
            if (job.deliveryCount() >= maxDeliveries) {
                fail(job, request, e);
            }
            throw e;
        }
    }

    private static RenderRequested read(Job job) {
        try {
            return EventJson.read(job.value(), RenderRequested.class);
        } catch (MalformedEventException e) {
            throw new Rejected(Reason.MALFORMED, e.getMessage(), e);
        }
    }

    private void fail(Job job, RenderRequested request, Throwable failure) {
        String cause = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        LOGGER.warnf(
                "failed: runId=%s renderId=%s cause=%s",
                request.runId(), request.renderId(), cause);
        Hop.failed(cause);
        events.failed(request, job.deliveryCount(), cause);
        for (int index = 0; index < request.count(); index++) {
            metrics.image(request.purpose(), "failed");
        }
    }
}
