/** Kafka serdes, named by class in channel configuration; one pair for each family of events. */
package dev.tlora.schemas.serde;
