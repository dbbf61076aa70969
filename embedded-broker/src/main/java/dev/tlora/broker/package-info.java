/**
 * A real Apache Kafka broker inside this JVM, for the one-process fleet and for integration tests.
 * Hides Kafka's server classes, the formatting of the data folder and the choice of ports.
 */
package dev.tlora.broker;
