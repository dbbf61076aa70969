/**
 * Reads concept events, which people write by hand. Hides JSON Schema validation, cross-field rules
 * and the wording of problems behind {@link dev.tlora.schemas.concept.ConceptEvents}.
 */
package dev.tlora.schemas.concept;
