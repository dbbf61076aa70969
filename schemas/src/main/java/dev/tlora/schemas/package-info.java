/** Events, topic names and their wire form; nothing here knows Quarkus or DJL. */
package dev.tlora.schemas;
