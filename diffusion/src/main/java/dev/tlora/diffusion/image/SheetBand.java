package dev.tlora.diffusion.image;

import java.awt.image.BufferedImage;
import java.util.List;

/**
 * One row of a contact sheet.
 *
 * @param photo the concept's photo in the first column, if there is one for this row
 * @param row what was generated
 */
record SheetBand(List<BufferedImage> photo, ContactSheet.Row row) {

    /** Side of the square that a picture is fitted into, in pixels. */
    static final int CELL = 192;

    static final int GAP = 12;

    private static final int PROMPT_LINES = 3;
    private static final int TEXT_GAP = 5;
    private static final int INK = 0x1f2933;
    private static final int FAINT_INK = 0x66727f;
    private static final int MAT = 0xedeff2;

    /** Where the generated pictures begin, right of the photos' column. */
    static int pictureLeft(int margin, int column) {
        return margin + (column + 1) * (CELL + GAP) + GAP;
    }

    int height() {
        return above() + CELL + below();
    }

    void draw(BufferedImage page, int margin, int top) {
        int pictureTop = top + above();
        if (!photo.isEmpty()) {
            Caption.of("concept", CELL, 1)
                    .draw(page, margin, pictureTop - Letters.HEIGHT - TEXT_GAP, FAINT_INK);
            fit(page, photo.get(0), margin, pictureTop);
        }
        prompt().draw(page, pictureLeft(margin, 0), top, INK);
        for (int i = 0; i < row.pictures().size(); i++) {
            ContactSheet.Picture picture = row.pictures().get(i);
            int left = pictureLeft(margin, i);
            fit(page, picture.image(), left, pictureTop);
            Caption.of(picture.caption(), CELL, 1)
                    .draw(page, left, pictureTop + CELL + TEXT_GAP, FAINT_INK);
        }
    }

    private Caption prompt() {
        int cells = Math.max(row.pictures().size(), 1);
        return Caption.of(row.prompt(), cells * (CELL + GAP) - GAP, PROMPT_LINES);
    }

    private int above() {
        return Math.max(prompt().height(), Letters.HEIGHT) + TEXT_GAP;
    }

    private int below() {
        boolean captioned = row.pictures().stream().anyMatch(p -> !p.caption().isBlank());
        return captioned ? TEXT_GAP + Letters.HEIGHT : 0;
    }

    /** Draws the whole picture in the middle of its cell, as large as it fits. */
    private static void fit(BufferedImage page, BufferedImage image, int left, int top) {
        double scale = (double) CELL / Math.max(image.getWidth(), image.getHeight());
        int width = Math.max((int) Math.round(image.getWidth() * scale), 1);
        int height = Math.max((int) Math.round(image.getHeight() * scale), 1);
        BufferedImage fitted = Resampler.resize(image, width, height, Filter.LANCZOS);
        SheetPage.fill(page, left, top, CELL, CELL, MAT);
        page.setRGB(
                left + (CELL - width) / 2,
                top + (CELL - height) / 2,
                width,
                height,
                fitted.getRGB(0, 0, width, height, null, 0, width),
                0,
                width);
    }
}
