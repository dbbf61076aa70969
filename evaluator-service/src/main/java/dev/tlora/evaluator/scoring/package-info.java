/**
 * Scores of single images. Hides the networks, what they have seen before, and what is an image's
 * own fault and what is the store's.
 */
package dev.tlora.evaluator.scoring;
