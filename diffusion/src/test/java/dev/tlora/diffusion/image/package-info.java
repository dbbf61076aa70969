/** Pictures against Pillow's reading of them, files that lie, and what is drawn and written. */
package dev.tlora.diffusion.image;
