/** The page for people: runs as they go, and a form for a photo. Plain HTML, kept live by htmx. */
package dev.tlora.ingest.page;
