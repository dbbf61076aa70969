/**
 * What logs and traces say about the work at hand: the fields of a line, and the span of a record's
 * way through a service. Hides OpenTelemetry and the logging backend.
 */
package dev.tlora.runtime.trace;
