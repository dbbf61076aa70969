/**
 * The noise schedule of SDXL and the schedulers that walk it. Hides each scheduler's own choice of
 * timesteps and its formulas.
 */
package dev.tlora.diffusion.schedule;
