/**
 * Drills that hurt a fleet and count what became of its work. Each prints its counts and ends with
 * 0 when every promise was kept.
 */
package dev.tlora.chaos;
