/**
 * Whose order is next. Hides where orders wait while their tenant has as many runs under way as it
 * may.
 */
package dev.tlora.ingest.turn;
