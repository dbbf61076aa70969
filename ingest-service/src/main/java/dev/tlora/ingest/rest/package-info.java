/**
 * The fleet's HTTP interface: orders in, runs and their artefacts out. Hides HTTP from the rest.
 */
package dev.tlora.ingest.rest;
