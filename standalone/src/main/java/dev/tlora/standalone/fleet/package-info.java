/** Starts broker and services in this JVM; hides ports, folders and the framework's start-up. */
package dev.tlora.standalone.fleet;
