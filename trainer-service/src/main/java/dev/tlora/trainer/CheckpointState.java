package dev.tlora.trainer;

import dev.tlora.schemas.ArtifactRef;

/**
 * What a checkpoint says about itself; {@code state.json}.
 *
 * @param step steps taken
 * @param attempt that wrote it
 * @param order fingerprint of what was ordered; another order does not go on from it
 * @param seconds training time so far, over all attempts
 */
record CheckpointState(
        int step,
        int attempt,
        String order,
        double seconds,
        ArtifactRef adapter,
        ArtifactRef optimizer,
        ArtifactRef losses) {}
