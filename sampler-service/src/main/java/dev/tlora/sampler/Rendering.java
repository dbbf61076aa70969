package dev.tlora.sampler;

import dev.tlora.diffusion.sampling.StepListener;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.RenderRequested;
import dev.tlora.workqueue.HandedOver;
import dev.tlora.workqueue.Lease;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Makes the images of a request that are not there yet and tells of all of them.
 *
 * <p>Used by one thread at a time.
 */
@Dependent
class Rendering {

    private static final Duration CANCELLATION_PERIOD = Duration.ofSeconds(1);

    private final Renderer renderer;
    private final ImageFiles files;
    private final RenderEvents events;
    private final Cancellations cancellations;
    private final Quarantine quarantine;
    private final SamplingMetrics metrics;
    private final Clock clock;
    private final int batch;

    @Inject
    Rendering(
            Renderer renderer,
            ImageFiles files,
            RenderEvents events,
            Cancellations cancellations,
            Quarantine quarantine,
            SamplingMetrics metrics,
            Clock clock,
            SamplerConfig config) {
        this.renderer = renderer;
        this.files = files;
        this.events = events;
        this.cancellations = cancellations;
        this.quarantine = quarantine;
        this.metrics = metrics;
        this.clock = clock;
        this.batch = config.batch();
    }

    /**
     * Draws what is missing, a batch at a time.
     *
     * @param attempt from 1
     * @throws HandedOver when the worker has to stop; whole batches are kept
     * @throws CancellationException when the run was cancelled
     * @throws UnusableRequestException when a user asks for an adapter in quarantine
     */
    void render(RenderRequested request, int attempt, Lease lease) {
        requireWanted(request);
        quarantine.refuse(request);
        List<Integer> missing = new ArrayList<>();
        for (int index = 0; index < request.count(); index++) {
            Optional<ArtifactRef> present = files.find(request, index);
            if (present.isPresent()) {
                events.rendered(request, index, attempt, present.get());
                metrics.image(request.purpose(), "reused");
            } else {
                missing.add(index);
            }
        }
        for (int from = 0; from < missing.size(); from += batch) {
            int to = Math.min(from + batch, missing.size());
            drawBatch(request, missing.subList(from, to), attempt, lease);
        }
    }

    private void drawBatch(
            RenderRequested request, List<Integer> indexes, int attempt, Lease lease) {
        long[] seeds = indexes.stream().mapToLong(index -> request.image(index).seed()).toArray();
        List<BufferedImage> images = renderer.draw(request, seeds, watch(request, lease));
        lease.checkHeld();
        for (int i = 0; i < images.size(); i++) {
            int index = indexes.get(i);
            ArtifactRef stored = files.write(request, index, images.get(i));
            events.rendered(request, index, attempt, stored);
            metrics.image(request.purpose(), "rendered");
        }
    }

    private StepListener watch(RenderRequested request, Lease lease) {
        long[] begin = {0};
        long[] asked = {0};
        return (step, steps, timestep) -> {
            lease.checkHeld();
            if (lease.stopRequested()) {
                throw new HandedOver(
                        "request %s stopped at step %d".formatted(request.renderId(), step));
            }
            if (clock.millis() - asked[0] >= CANCELLATION_PERIOD.toMillis()) {
                requireWanted(request);
                asked[0] = clock.millis();
            }
            long now = System.nanoTime();
            if (step > 0) {
                metrics.stepped(Duration.ofNanos(now - begin[0]));
            }
            begin[0] = now;
        };
    }

    private void requireWanted(RenderRequested request) {
        if (cancellations.isCancelled(request)) {
            throw new CancellationException("run " + request.runId() + " is cancelled");
        }
    }
}
