/**
 * Adapter files of this project and of others: detecting, reading and writing them, merging an
 * adapter into a model, and what an adapter's singular values say. Hides the names that each tool
 * gives its tensors.
 */
package dev.tlora.diffusion.adapter.format;
