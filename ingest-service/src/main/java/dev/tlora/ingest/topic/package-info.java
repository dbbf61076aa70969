/** Reads whole topics on request. */
package dev.tlora.ingest.topic;
