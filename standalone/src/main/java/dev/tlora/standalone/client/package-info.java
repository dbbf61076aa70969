/** Talks to a fleet over HTTP, whether it runs in this JVM or far away. */
package dev.tlora.standalone.client;
