package dev.tlora.diffusion.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.random.CounterNoise;
import dev.tlora.diffusion.random.Purpose;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.unet.UNet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trains an adapter on a prepared concept, one optimiser step per call: ε-prediction at a uniform
 * timestep, plain mean squared error, AdamW (paper §4.1 and §5; reference {@code train.py}), and
 * what a {@link TrainingRecipe} adds. The frozen weights never change.
 *
 * <p>A step depends on the settings' seed and its own number alone, so state saved after N steps
 * and restored continues exactly as an uninterrupted run would.
 *
 * <p>Used by one thread. Closing it detaches the adapter, which stays the caller's.
 */
public final class AdapterTrainer implements AutoCloseable {

    private final UNet unet;
    private final Adapter adapter;
    private final TrainingSettings settings;
    private final SampleLoss loss;
    private final Optional<SampleLoss> priorLoss;
    private final FixedLoss fixedLoss;
    private final NDManager manager;
    private final AdamW optimizer;
    private int done;

    /** Attaches {@code adapter} to {@code unet}. */
    public AdapterTrainer(
            UNet unet,
            NoiseSchedule schedule,
            PreparedConcept concept,
            Adapter adapter,
            TrainingSettings settings) {
        this(unet, schedule, concept, Optional.empty(), adapter, settings);
    }

    /**
     * Attaches {@code adapter} to {@code unet}.
     *
     * @param prior pictures of the concept's class and their prompt, for prior preservation
     */
    public AdapterTrainer(
            UNet unet,
            NoiseSchedule schedule,
            PreparedConcept concept,
            Optional<PreparedConcept> prior,
            Adapter adapter,
            TrainingSettings settings) {
        if (settings.recipe().priorWeight() > 0 && prior.isEmpty()) {
            throw new IllegalArgumentException(
                    "priorWeight needs pictures of the class, and there are none");
        }
        this.unet = unet;
        this.adapter = adapter;
        this.settings = settings;
        this.loss = SampleLoss.ofConcept(unet, schedule, concept, settings);
        this.priorLoss =
                settings.recipe().priorWeight() > 0
                        ? prior.map(one -> SampleLoss.ofClass(unet, schedule, one, settings))
                        : Optional.empty();
        this.fixedLoss = new FixedLoss(unet, concept, adapter, new NoisyLatents(concept, schedule));
        this.manager = NDManager.subManagerOf(concept.hidden());
        Map<String, NDArray> parameters = adapter.trainable();
        parameters.values().forEach(parameter -> parameter.setRequiresGradient(true));
        this.optimizer = new AdamW(parameters, settings.weightDecay(), manager);
        adapter.attachTo(unet);
    }

    /** Steps done so far, those before a restore included. */
    public int done() {
        return done;
    }

    public boolean isFinished() {
        return done >= settings.steps();
    }

    /**
     * Does the next step.
     *
     * @throws DivergedException when the loss or its gradient is not finite
     */
    public TrainingStep step() {
        int count = settings.recipe().accumulation();
        List<TrainingStep.Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(sample((long) done * count + i));
        }
        double norm = requireFinite("gradient", optimizer.gradientNorm());
        optimizer.update(settings.learningRateAt(done));
        done++;
        return new TrainingStep(done, samples, norm);
    }

    /** Adds the gradient of one sample, and of one of its class. */
    private TrainingStep.Sample sample(long number) {
        int timestep =
                settings.firstTimestep()
                        + CounterNoise.uniformInt(
                                settings.seed(),
                                number,
                                Purpose.TIMESTEP,
                                settings.lastTimestep() - settings.firstTimestep() + 1);
        int activeRank = adapter.atTimestep(timestep);
        double value = requireFinite("loss", loss.backward(number, timestep, manager));
        priorLoss.ifPresent(
                prior -> requireFinite("prior loss", prior.backward(number, timestep, manager)));
        return new TrainingStep.Sample(timestep, activeRank, value);
    }

    private double requireFinite(String quantity, double value) {
        if (!Double.isFinite(value)) {
            throw new DivergedException(done + 1, quantity, value);
        }
        return value;
    }

    /** The loss on timesteps and noises that never change, so that its fall means learning. */
    public double fixedLoss() {
        return fixedLoss.measure(manager);
    }

    /** Writes the optimiser's state; the stream stays open. */
    public void writeOptimizer(OutputStream out) throws IOException {
        SafetensorsWriter.write(out, optimizer.state(), Map.of());
    }

    /** Continues after {@code steps} steps; the adapter must be the one saved with the file. */
    public void restore(Path optimizerFile, int steps) {
        try (SafetensorsFile file = SafetensorsFile.open(optimizerFile)) {
            optimizer.restore(file, steps, manager);
        }
        done = steps;
    }

    @Override
    public void close() {
        adapter.detachFrom(unet);
        manager.close();
    }
}
