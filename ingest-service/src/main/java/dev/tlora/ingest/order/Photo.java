package dev.tlora.ingest.order;

import java.awt.image.BufferedImage;

/**
 * A checked photo.
 *
 * @param sha256 of its file
 * @param square its largest central square at training resolution
 * @param side of that square before it was resized, in pixels
 */
public record Photo(String sha256, BufferedImage square, int side) {}
