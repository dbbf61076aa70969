package dev.tlora.diffusion.image;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A text broken into lines of bounded width. What does not fit into the last line is cut off with
 * an ellipsis.
 *
 * @param lines drawable letters
 */
record Caption(List<String> lines) {

    private static final String ELLIPSIS = "…";

    Caption {
        lines = List.copyOf(lines);
    }

    /** Breaks at spaces, and within words that are wider than a line. */
    static Caption of(String text, int width, int maxLines) {
        int columns = Math.max(width / Letters.WIDTH, 1);
        String rest = Letters.drawable(text).strip();
        List<String> lines = new ArrayList<>();
        while (!rest.isEmpty() && lines.size() < maxLines) {
            boolean last = lines.size() == maxLines - 1;
            String line = last ? cut(rest, columns) : rest.substring(0, lineEnd(rest, columns));
            lines.add(line.strip());
            rest = rest.substring(Math.min(line.length(), rest.length())).strip();
        }
        return new Caption(lines);
    }

    private static String cut(String text, int columns) {
        if (text.length() <= columns) {
            return text;
        }
        return text.substring(0, columns - 1).stripTrailing() + ELLIPSIS;
    }

    private static int lineEnd(String text, int columns) {
        if (text.length() <= columns) {
            return text.length();
        }
        int space = text.lastIndexOf(' ', columns);
        return space > 0 ? space : columns;
    }

    int height() {
        return lines.size() * Letters.HEIGHT;
    }

    void draw(BufferedImage page, int left, int top, int colour) {
        for (int i = 0; i < lines.size(); i++) {
            Letters.draw(page, left, top + i * Letters.HEIGHT, lines.get(i), colour);
        }
    }
}
