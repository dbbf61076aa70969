package dev.tlora.diffusion.image;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Many pictures at a glance: a header line, the concept's photos in the first column, and beside
 * them a row of generated pictures for each prompt. Needs no fonts; long texts are wrapped, then
 * cut off with an ellipsis.
 */
public final class ContactSheet {

    /**
     * A generated picture.
     *
     * @param caption a few words below it, such as scores; may be empty
     */
    public record Picture(BufferedImage image, String caption) {
        public Picture {
            Objects.requireNonNull(image, "image");
            Objects.requireNonNull(caption, "caption");
        }
    }

    /**
     * The pictures of one prompt.
     *
     * @param prompt stands above them
     */
    public record Row(String prompt, List<Picture> pictures) {
        public Row {
            Objects.requireNonNull(prompt, "prompt");
            pictures = List.copyOf(pictures);
        }
    }

    private ContactSheet() {}

    /**
     * Draws a sheet.
     *
     * @param header what the pictures are of, how they were made and how good they are
     * @param concept the concept's photos, shown whole; may be empty
     * @param rows the prompts in the order shown; may be empty
     */
    public static BufferedImage draw(String header, List<BufferedImage> concept, List<Row> rows) {
        List<SheetBand> bands = new ArrayList<>();
        for (int i = 0; i < Math.max(concept.size(), rows.size()); i++) {
            List<BufferedImage> photo = i < concept.size() ? List.of(concept.get(i)) : List.of();
            bands.add(new SheetBand(photo, i < rows.size() ? rows.get(i) : new Row("", List.of())));
        }
        int columns = rows.stream().mapToInt(row -> row.pictures().size()).max().orElse(0);
        return new SheetPage(header, bands, columns).draw();
    }
}
