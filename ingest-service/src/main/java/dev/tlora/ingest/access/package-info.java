/** Who may do what over HTTP. Hides how keys are sent, kept and compared. */
package dev.tlora.ingest.access;
