/** Removes concepts from the store and from the topics. Hides how their traces are found. */
package dev.tlora.ingest.erase;
