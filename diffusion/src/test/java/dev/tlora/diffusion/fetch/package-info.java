/** Fetching against a hub in this process that drops, lies and redirects. */
package dev.tlora.diffusion.fetch;
