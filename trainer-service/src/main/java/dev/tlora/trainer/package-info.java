/**
 * Trains adapters: prepared latents in, a published adapter out. Hides who owns a run, checkpoints
 * and how a run goes on after its trainer died.
 */
package dev.tlora.trainer;
