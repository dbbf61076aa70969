package dev.tlora.diffusion.image;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/** The page of a contact sheet: its header, and its rows one below the other. */
final class SheetPage {

    private static final int MARGIN = 20;
    private static final int ROW_GAP = 22;
    private static final int HEADER_PADDING = 14;
    private static final int HEADER_LINES = 4;
    private static final int MIN_WIDTH = 640;
    private static final int PAPER = 0xffffff;
    private static final int BAR = 0x1f2933;
    private static final int BAR_INK = 0xf5f7fa;
    private static final int RULE = 0xd3d9df;

    private final Caption header;
    private final List<SheetBand> bands;
    private final int width;

    SheetPage(String header, List<SheetBand> bands, int columns) {
        this.bands = List.copyOf(bands);
        int pictures = SheetBand.pictureLeft(MARGIN, columns) - SheetBand.GAP + MARGIN;
        width = Math.max(pictures, MIN_WIDTH);
        this.header = Caption.of(header, width - 2 * MARGIN, HEADER_LINES);
    }

    BufferedImage draw() {
        int bar = header.height() + 2 * HEADER_PADDING;
        int rows = bands.stream().mapToInt(band -> band.height() + ROW_GAP).sum();
        BufferedImage page =
                new BufferedImage(width, bar + ROW_GAP + rows, BufferedImage.TYPE_INT_RGB);
        fill(page, 0, 0, width, page.getHeight(), PAPER);
        fill(page, 0, 0, width, bar, BAR);
        header.draw(page, MARGIN, HEADER_PADDING, BAR_INK);
        drawRows(page, bar + ROW_GAP);
        return page;
    }

    private void drawRows(BufferedImage page, int begin) {
        int ruleLeft = SheetBand.pictureLeft(MARGIN, 0) - SheetBand.GAP;
        fill(page, ruleLeft, begin, 1, page.getHeight() - ROW_GAP - begin, RULE);
        int top = begin;
        for (SheetBand band : bands) {
            band.draw(page, MARGIN, top);
            top += band.height() + ROW_GAP;
        }
    }

    static void fill(BufferedImage page, int left, int top, int width, int height, int colour) {
        int[] row = new int[width];
        Arrays.fill(row, colour);
        for (int y = top; y < top + height; y++) {
            page.setRGB(left, y, width, 1, row, 0, width);
        }
    }
}
