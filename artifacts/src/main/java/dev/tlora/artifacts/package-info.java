/**
 * Where the files of a run lie: whole artefacts that appear at once under a key, with their hash,
 * and small documents that change by compare-and-set. Hides where and how a store keeps them.
 */
package dev.tlora.artifacts;
