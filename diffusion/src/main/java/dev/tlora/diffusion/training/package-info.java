/**
 * The fine-tuning loop: one optimiser step at a time, exactly resumable. Hides the random draws and
 * the optimiser's state.
 */
package dev.tlora.diffusion.training;
