/** Photos by their URIs. Hides where they lie and which places are out of bounds. */
package dev.tlora.ingest.photo;
