/**
 * Whether an order can be carried out here: its photos, its mask, its model and what that model can
 * hold. Hides the search for everything that is wrong at once.
 */
package dev.tlora.ingest.order;
