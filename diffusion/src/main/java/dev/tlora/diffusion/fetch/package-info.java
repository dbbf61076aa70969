/**
 * Brings a model from a hub into a folder: only the files that are needed, resumed where a download
 * broke off, each checked against its hash.
 */
package dev.tlora.diffusion.fetch;
