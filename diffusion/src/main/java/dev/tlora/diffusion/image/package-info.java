/**
 * Images as users bring them and as they are shown: strict loading, resampling equal to Pillow's,
 * pixels to tensors and back, PNG files with text, contact sheets. Hides formats, orientations and
 * colour models; whatever is loaded is upright 8-bit RGB. Draws without a font system, which small
 * machines lack.
 */
package dev.tlora.diffusion.image;
