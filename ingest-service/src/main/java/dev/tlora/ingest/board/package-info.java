/** What this service knows of all runs, read from {@code tlora.runs}; hides the consumer. */
package dev.tlora.ingest.board;
