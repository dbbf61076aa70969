package dev.tlora.evaluator.scoring;

import dev.tlora.diffusion.vision.Sight;

/** A concept's photo in the eyes of one model's networks. */
record ConceptPhoto(Sight seen, int width, int height) {}
