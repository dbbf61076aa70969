/**
 * Tells a finished run's result: {@code scores.json} for programs, {@code report.html} and a
 * contact sheet for people, one event for the fleet. Hides how they look.
 */
package dev.tlora.evaluator.report;
