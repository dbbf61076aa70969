/**
 * How alike pictures and texts are: CLIP's and DINO's image towers, one class per transformers
 * module with child names equal to the checkpoint's keys, their preprocessing, and the scores
 * CLIP-I, DINO and CLIP-T. Hides what the networks look like; a score is a plain number.
 */
package dev.tlora.diffusion.vision;
