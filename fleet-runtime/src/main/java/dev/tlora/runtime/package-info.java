/**
 * What every service stands on: the store, the models, events out, topics, and workers on queues.
 * Hides Kafka producers, admin clients and where things lie.
 */
package dev.tlora.runtime;
