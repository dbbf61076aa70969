package dev.tlora.trainer;

import ai.djl.ndarray.NDManager;
import dev.tlora.artifacts.ContentWriter;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.format.AdapterExport;
import dev.tlora.diffusion.adapter.format.AdapterFormat;
import dev.tlora.diffusion.adapter.format.ExportedRank;
import dev.tlora.diffusion.adapter.format.LayerSpectrum;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.safetensors.TensorType;
import dev.tlora.diffusion.training.AdapterTrainer;
import dev.tlora.diffusion.training.TrainingStep;
import dev.tlora.schemas.LatentsPrepared;
import dev.tlora.schemas.TrainingSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run in memory: its concept, its adapter on the network, its optimiser. Closing it frees them
 * and leaves the network as it was.
 *
 * <p>Used by one thread.
 */
final class TrainingSession implements AutoCloseable {

    private final NDManager manager;
    private final Adapter adapter;
    private final AdapterMetadata metadata;
    private final AdapterTrainer trainer;

    private TrainingSession(
            NDManager manager, Adapter adapter, AdapterMetadata metadata, AdapterTrainer trainer) {
        this.manager = manager;
        this.adapter = adapter;
        this.metadata = metadata;
        this.trainer = trainer;
    }

    /**
     * Begins a run, or goes on with it.
     *
     * @param network with the order's model loaded
     * @param prepared the prepared concept's file
     * @param classPictures the file of its class, where the order weighs it
     * @throws IllegalArgumentException when the settings do not fit the network
     */
    static TrainingSession open(
            BaseNetwork network,
            LatentsPrepared order,
            Path prepared,
            Optional<Path> classPictures,
            Optional<Checkpoints.Restored> checkpoint) {
        NDManager manager = network.manager().newSubManager();
        try {
            Adapter adapter =
                    checkpoint
                            .map(saved -> read(saved.adapter(), network, manager))
                            .orElseGet(() -> create(order, network, manager));
            AdapterTrainer trainer =
                    new AdapterTrainer(
                            network.unet(),
                            network.schedule(),
                            PreparedConcept.read(prepared, manager),
                            classPictures.map(file -> PreparedConcept.read(file, manager)),
                            adapter,
                            Orders.trainingSettings(order.training()));
            checkpoint.ifPresent(saved -> trainer.restore(saved.optimizer(), saved.state().step()));
            return new TrainingSession(manager, adapter, metadata(order, adapter), trainer);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static Adapter read(Path file, BaseNetwork network, NDManager manager) {
        return AdapterFile.read(file, network.unet(), network.hash(), manager);
    }

    private static Adapter create(LatentsPrepared order, BaseNetwork network, NDManager manager) {
        return Adapter.create(Orders.adapterSettings(order.training()), network.unet(), manager);
    }

    /** Nothing that differs between runs of the same order: their files are the same bytes. */
    private static AdapterMetadata metadata(LatentsPrepared order, Adapter adapter) {
        TrainingSettings training = order.training();
        return new AdapterMetadata(
                adapter.settings(),
                order.model().hash(),
                order.concept().token(),
                order.concept().className(),
                Map.of(
                        "model", order.model().name(),
                        "steps", String.valueOf(training.steps()),
                        "learning_rate", String.valueOf(training.learningRate()),
                        "resolution", String.valueOf(training.resolution())));
    }

    int done() {
        return trainer.done();
    }

    boolean isFinished() {
        return trainer.isFinished();
    }

    TrainingStep step() {
        return trainer.step();
    }

    double fixedLoss() {
        return trainer.fixedLoss();
    }

    /** How many components each layer really uses. */
    List<LayerSpectrum> spectra() {
        return LayerSpectrum.of(adapter);
    }

    /** Every bit of the adapter, for going on with it. */
    ContentWriter adapterWriter() {
        return out -> AdapterFile.write(out, adapter, metadata);
    }

    /** The adapter for those who use it. */
    ContentWriter exportWriter(AdapterFormat format) {
        AdapterExport export =
                new AdapterExport(
                        adapter, metadata, ExportedRank.all(adapter.settings()), TensorType.F16);
        return out -> export.write(format, out);
    }

    ContentWriter optimizerWriter() {
        return trainer::writeOptimizer;
    }

    @Override
    public void close() {
        trainer.close();
        adapter.close();
        manager.close();
    }
}
