package dev.tlora.diffusion.image;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.imaging.riff.RiffProcessingException;
import com.drew.imaging.riff.RiffReader;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.SequentialByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.drew.metadata.webp.WebpRiffHandler;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;

/**
 * How a stored picture must be turned to stand upright, EXIF tag 274. First rows and columns are
 * swapped, then columns and rows are mirrored.
 */
enum Orientation {
    NORMAL(false, false, false),
    MIRRORED(false, true, false),
    HALF_TURN(false, true, true),
    FLIPPED(false, false, true),
    TRANSPOSED(true, false, false),
    QUARTER_TURN(true, false, true),
    TRANSVERSED(true, true, true),
    THREE_QUARTER_TURN(true, true, false);

    private final boolean swapped;
    private final boolean mirroredColumns;
    private final boolean mirroredRows;

    Orientation(boolean swapped, boolean mirroredColumns, boolean mirroredRows) {
        this.swapped = swapped;
        this.mirroredColumns = mirroredColumns;
        this.mirroredRows = mirroredRows;
    }

    /** What a file's EXIF data says; unreadable data says nothing. */
    static Orientation of(byte[] bytes, ImageFormat format) {
        try {
            return of(exif(bytes, format));
        } catch (IOException | JpegProcessingException | RiffProcessingException e) {
            return NORMAL;
        }
    }

    private static Metadata exif(byte[] bytes, ImageFormat format)
            throws IOException, JpegProcessingException, RiffProcessingException {
        return switch (format) {
            case JPEG ->
                    JpegMetadataReader.readMetadata(
                            new ByteArrayInputStream(bytes), List.of(new ExifReader()));
            case WEBP -> webp(bytes);
            case PNG -> png(bytes);
            case GIF, BMP -> new Metadata();
        };
    }

    private static Metadata webp(byte[] bytes) throws RiffProcessingException, IOException {
        Metadata metadata = new Metadata();
        // A reader of an array, since one of a stream allocates what a chunk claims.
        new RiffReader()
                .processRiff(new SequentialByteArrayReader(bytes), new WebpRiffHandler(metadata));
        return metadata;
    }

    private static Metadata png(byte[] bytes) throws IOException {
        Metadata metadata = new Metadata();
        PngChunk.read(bytes).stream()
                .filter(chunk -> chunk.type().equals("eXIf"))
                .forEach(
                        chunk ->
                                new ExifReader()
                                        .extract(new ByteArrayReader(chunk.data()), metadata));
        return metadata;
    }

    private static Orientation of(Metadata metadata) {
        return metadata.getDirectoriesOfType(ExifIFD0Directory.class).stream()
                .map(directory -> directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION))
                .filter(tag -> tag != null && tag >= 1 && tag <= values().length)
                .map(tag -> values()[tag - 1])
                .findFirst()
                .orElse(NORMAL);
    }

    /** The picture upright: itself where nothing is to be done. */
    BufferedImage upright(BufferedImage stored) {
        if (this == NORMAL) {
            return stored;
        }
        int lastColumn = stored.getWidth() - 1;
        int lastRow = stored.getHeight() - 1;
        BufferedImage upright =
                new BufferedImage(
                        swapped ? lastRow + 1 : lastColumn + 1,
                        swapped ? lastColumn + 1 : lastRow + 1,
                        BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < upright.getHeight(); y++) {
            for (int x = 0; x < upright.getWidth(); x++) {
                int column = swapped ? y : x;
                int row = swapped ? x : y;
                upright.setRGB(
                        x,
                        y,
                        stored.getRGB(
                                mirroredColumns ? lastColumn - column : column,
                                mirroredRows ? lastRow - row : row));
            }
        }
        return upright;
    }
}
