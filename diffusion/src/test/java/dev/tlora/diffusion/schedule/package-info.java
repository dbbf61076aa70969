/** Schedulers against the reference, step by step. */
package dev.tlora.diffusion.schedule;
