/** What a trainer needs of a sound order, written to the store. Hides every network and tensor. */
package dev.tlora.ingest.prepare;
