/**
 * Events, topic names and their wire form; nothing here knows Quarkus or DJL. Hides how records
 * become JSON: names, defaults of absent fields and type names live in the records alone.
 */
package dev.tlora.schemas;
