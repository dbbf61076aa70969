/**
 * Dead letters: seen, and put back where they came from. Hides how one is known to have been put
 * back.
 */
package dev.tlora.ingest.deadletter;
