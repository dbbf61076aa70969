package dev.tlora.evaluator.scoring;

import ai.djl.engine.EngineException;
import dev.tlora.artifacts.IntegrityException;
import dev.tlora.artifacts.InvalidLocationException;
import dev.tlora.artifacts.NotFoundException;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.image.ImageException;
import dev.tlora.runtime.UnknownModelException;
import java.util.function.Function;
import java.util.function.Supplier;

/** Tells failures that another attempt would meet again from a store that is away for a while. */
final class Permanent {

    private Permanent() {}

    /** The result, or what to make of a permanent failure; any other one reaches the caller. */
    static <T> T orElse(Supplier<T> action, Function<RuntimeException, T> failed) {
        try {
            return action.get();
        } catch (NotFoundException
                | IntegrityException
                | InvalidLocationException
                | ImageException
                | CheckpointException
                | UnknownModelException
                | EngineException
                | IllegalArgumentException e) {
            return failed.apply(e);
        }
    }
}
