/** Tests of the text encoders and tokenizers. */
package dev.tlora.diffusion.text;
