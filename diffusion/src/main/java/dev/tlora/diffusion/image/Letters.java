package dev.tlora.diffusion.image;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import javax.imageio.ImageIO;

/**
 * Text without a font system: letters of one width, drawn beforehand by {@code tools/caption-font}.
 * What was not drawn, such as an emoji, shows as a question mark.
 */
final class Letters {

    static final int WIDTH = 8;
    static final int HEIGHT = 16;

    private static final int COLUMNS = 32;
    private static final char UNKNOWN = '?';
    private static final int OPAQUE = 255;
    private static final String KNOWN = new String(resource("letters.txt"), StandardCharsets.UTF_8);
    private static final Raster INK = ink();

    private Letters() {}

    /** The text in letters that can be drawn, each one {@code char}; white space becomes spaces. */
    static String drawable(String text) {
        StringBuilder drawable = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFC)
                .codePoints()
                .map(letter -> Character.isWhitespace(letter) ? ' ' : letter)
                .map(letter -> KNOWN.indexOf(letter) < 0 ? UNKNOWN : letter)
                .forEach(drawable::appendCodePoint);
        return drawable.toString();
    }

    /** Draws one line of drawable letters; what lies beyond the page is left out. */
    static void draw(BufferedImage page, int left, int top, String line, int colour) {
        for (int i = 0; i < line.length(); i++) {
            drawLetter(page, left + i * WIDTH, top, KNOWN.indexOf(line.charAt(i)), colour);
        }
    }

    private static void drawLetter(BufferedImage page, int left, int top, int letter, int colour) {
        int right = Math.min(left + WIDTH, page.getWidth());
        int bottom = Math.min(top + HEIGHT, page.getHeight());
        int inkLeft = letter % COLUMNS * WIDTH - left;
        int inkTop = letter / COLUMNS * HEIGHT - top;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int coverage = INK.getSample(inkLeft + x, inkTop + y, 0);
                page.setRGB(x, y, blend(page.getRGB(x, y), colour, coverage));
            }
        }
    }

    private static int blend(int below, int above, int coverage) {
        int blended = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int from = (below >> shift) & 0xff;
            int to = (above >> shift) & 0xff;
            blended |= (from + (to - from) * coverage / OPAQUE) << shift;
        }
        return blended;
    }

    /** Coverage as stored: Java's conversion of grey to colours would thin the letters. */
    private static Raster ink() {
        try (InputStream png = Letters.class.getResourceAsStream("letters.png")) {
            return ImageIO.read(png).getRaster();
        } catch (IOException e) {
            throw new UncheckedIOException("letters.png cannot be read", e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = Letters.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }
}
