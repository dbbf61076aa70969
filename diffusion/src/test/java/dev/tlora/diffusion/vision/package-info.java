/** The image towers and their preprocessing against the reference libraries, and the scores. */
package dev.tlora.diffusion.vision;
