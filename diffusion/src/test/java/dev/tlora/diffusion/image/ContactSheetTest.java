package dev.tlora.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContactSheetTest {

    private static final int RED = 0xd02030;
    private static final int BLUE = 0x2040d0;
    private static final int GREEN = 0x20a050;

    @Test
    void everyPictureIsShownInFullSizeCells() {
        BufferedImage sheet =
                ContactSheet.draw(
                        "my-cat",
                        List.of(plain(RED, 300, 300)),
                        List.of(
                                row("a cat on a beach", plain(BLUE, 64, 64), plain(BLUE, 512, 512)),
                                row("a cat", plain(BLUE, 64, 64))));

        long cell = (long) SheetBand.CELL * SheetBand.CELL;
        assertThat(count(sheet, RED)).isEqualTo(cell);
        assertThat(count(sheet, BLUE)).isEqualTo(3 * cell);
    }

    @Test
    void conceptPhotosStandLeftOfEverythingGenerated() {
        BufferedImage sheet =
                ContactSheet.draw(
                        "my-cat",
                        List.of(plain(RED, 64, 64), plain(GREEN, 64, 64)),
                        List.of(row("a cat", plain(BLUE, 64, 64))));

        assertThat(rightmost(sheet, RED)).isLessThan(leftmost(sheet, BLUE));
        assertThat(rightmost(sheet, GREEN)).isLessThan(leftmost(sheet, BLUE));
    }

    @Test
    void aWidePhotoIsShownWhole() {
        BufferedImage sheet = ContactSheet.draw("my-cat", List.of(plain(RED, 400, 200)), List.of());

        assertThat(count(sheet, RED)).isEqualTo((long) SheetBand.CELL * SheetBand.CELL / 2);
    }

    @Test
    void longPromptsMakeARowHigher() {
        BufferedImage one = plain(BLUE, 64, 64);
        String endless = String.join(" ", Collections.nCopies(99, "very"));

        BufferedImage lowSheet = ContactSheet.draw("", List.of(), List.of(row("a cat", one)));
        BufferedImage highSheet = ContactSheet.draw("", List.of(), List.of(row(endless, one)));

        assertThat(highSheet.getHeight() - lowSheet.getHeight()).isEqualTo(2 * Letters.HEIGHT);
    }

    @Test
    void headerPromptAndCaptionsAreDrawn() {
        List<BufferedImage> none = List.of();
        BufferedImage picture = plain(BLUE, 64, 64);
        BufferedImage silent = ContactSheet.draw("-", none, List.of(captioned("-", picture, "-")));

        for (BufferedImage spoken :
                List.of(
                        ContactSheet.draw("M", none, List.of(captioned("-", picture, "-"))),
                        ContactSheet.draw("-", none, List.of(captioned("M", picture, "-"))),
                        ContactSheet.draw("-", none, List.of(captioned("-", picture, "M"))))) {
            assertThat(Pictures.pixels(spoken)).hasSameSizeAs(Pictures.pixels(silent));
            assertThat(Pictures.pixels(spoken)).isNotEqualTo(Pictures.pixels(silent));
        }
    }

    @Test
    void anEmptySheetIsStillAPage() {
        BufferedImage sheet = ContactSheet.draw("", List.of(), List.of());

        assertThat(sheet.getWidth()).isPositive();
        assertThat(sheet.getHeight()).isPositive();
    }

    private static ContactSheet.Row row(String prompt, BufferedImage... pictures) {
        return new ContactSheet.Row(
                prompt, Arrays.stream(pictures).map(p -> new ContactSheet.Picture(p, "")).toList());
    }

    private static ContactSheet.Row captioned(String prompt, BufferedImage image, String caption) {
        return new ContactSheet.Row(prompt, List.of(new ContactSheet.Picture(image, caption)));
    }

    private static BufferedImage plain(int colour, int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        SheetPage.fill(image, 0, 0, width, height, colour);
        return image;
    }

    private static long count(BufferedImage sheet, int colour) {
        return Arrays.stream(Pictures.pixels(sheet)).filter(pixel -> pixel == colour).count();
    }

    private static int leftmost(BufferedImage sheet, int colour) {
        return columns(sheet, colour)[0];
    }

    private static int rightmost(BufferedImage sheet, int colour) {
        int[] columns = columns(sheet, colour);
        return columns[columns.length - 1];
    }

    private static int[] columns(BufferedImage sheet, int colour) {
        int[] pixels = Pictures.pixels(sheet);
        return IntStream.range(0, pixels.length)
                .filter(at -> pixels[at] == colour)
                .map(at -> at % sheet.getWidth())
                .sorted()
                .toArray();
    }
}
