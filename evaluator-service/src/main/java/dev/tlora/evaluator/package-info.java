/**
 * Judges a run's images: {@code scoring} says how good each is, {@code fold} notices when a run is
 * whole, {@code report} tells the result to programs and people. Here lies what they share.
 */
package dev.tlora.evaluator;
