/** The whole fleet in one JVM, and the {@code tlora} command line. */
package dev.tlora.standalone;
