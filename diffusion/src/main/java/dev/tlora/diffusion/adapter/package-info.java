/**
 * T-LoRA and its siblings: rank schedules, low-rank layers, their initialisation and their files.
 * Hides how ranks are masked and how orthogonal frames are drawn.
 */
package dev.tlora.diffusion.adapter;
