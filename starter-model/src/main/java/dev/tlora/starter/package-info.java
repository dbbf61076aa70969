/** The bundled model and the concepts to try it on; hides how they are packed into the jar. */
package dev.tlora.starter;
