package dev.tlora.trainer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.ContentWriter;
import dev.tlora.artifacts.IntegrityException;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.artifacts.StoredArtifact;
import dev.tlora.schemas.ArtifactRef;
import dev.tlora.schemas.EventJson;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Reads and writes checkpoints. {@code state.json} is written last and holds the hashes of the
 * others, so a checkpoint with it is whole.
 *
 * <p>Safe for use by several threads.
 */
@Singleton
class Checkpoints {

    private static final Logger LOGGER = Logger.getLogger(Checkpoints.class);

    private final ArtifactStore store;
    private final ObjectMapper json = EventJson.newMapper();

    @Inject
    Checkpoints(ArtifactStore store) {
        this.store = store;
    }

    /**
     * A checkpoint brought to this machine.
     *
     * @param adapter file
     * @param optimizer file
     */
    record Restored(CheckpointState state, Path adapter, Path optimizer, LossCurve losses) {}

    /** Writes a whole checkpoint and returns its folder. */
    URI write(
            Attempt attempt,
            String order,
            double seconds,
            int step,
            ContentWriter adapter,
            ContentWriter optimizer,
            LossCurve losses) {
        RunLayout run = RunLayout.of(attempt.runId());
        CheckpointState state =
                new CheckpointState(
                        step,
                        attempt.number(),
                        order,
                        seconds,
                        ref(store.put(run.checkpointAdapter(step), adapter)),
                        ref(store.put(run.checkpointOptimizer(step), optimizer)),
                        ref(store.putBytes(lossesKey(run, step), losses.toCsv())));
        try {
            store.putBytes(run.checkpointState(step), json.writeValueAsBytes(state));
        } catch (IOException e) {
            throw new UncheckedIOException("a checkpoint's state cannot be written as JSON", e);
        }
        return store.uri(run.checkpoint(step));
    }

    /**
     * The checkpoint that the attempt goes on from; empty when there is none, or it is damaged, or
     * it belongs to another order under the same run id.
     */
    Optional<Restored> read(Attempt attempt, int step, String order) {
        if (step == Attempt.NO_CHECKPOINT) {
            return Optional.empty();
        }
        RunLayout run = RunLayout.of(attempt.runId());
        try {
            CheckpointState state =
                    json.readValue(store.read(run.checkpointState(step)), CheckpointState.class);
            return state.order().equals(order) ? Optional.of(fetch(state)) : Optional.empty();
        } catch (NotFoundException | IntegrityException | IOException e) {
            LOGGER.warnf(
                    "checkpoint cannot be used, training starts anew: runId=%s step=%d cause=%s",
                    attempt.runId(), step, e.getMessage());
            return Optional.empty();
        }
    }

    private Restored fetch(CheckpointState state) {
        ArtifactRef losses = state.losses();
        store.fetch(losses.uri(), losses.sha256());
        return new Restored(
                state,
                store.fetch(state.adapter().uri(), state.adapter().sha256()),
                store.fetch(state.optimizer().uri(), state.optimizer().sha256()),
                LossCurve.parse(store.read(store.keyOf(losses.uri()))));
    }

    /**
     * Deletes the optimiser's state of a checkpoint that nobody will go on from; the adapter stays.
     */
    void dropOptimizer(String runId, int step) {
        if (step != Attempt.NO_CHECKPOINT) {
            store.delete(RunLayout.of(runId).checkpointOptimizer(step));
        }
    }

    private static String lossesKey(RunLayout run, int step) {
        return run.checkpoint(step) + "/loss.csv";
    }

    private static ArtifactRef ref(StoredArtifact stored) {
        return new ArtifactRef(stored.uri(), stored.sha256());
    }
}
