/**
 * Draws images: an adapter fans out into the render requests of its run, and each request becomes
 * image files. Hides models, the cache of adapters and how a request is repeated safely.
 */
package dev.tlora.sampler;
