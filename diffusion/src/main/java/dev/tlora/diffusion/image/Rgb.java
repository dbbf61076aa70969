package dev.tlora.diffusion.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/** Any decoded picture as 8-bit RGB, on white where it is transparent. */
final class Rgb {

    private static final int WHITE = 255;
    private static final int OPAQUE = WHITE << 24;

    private Rgb() {}

    static BufferedImage onWhite(BufferedImage decoded) {
        int width = decoded.getWidth();
        int height = decoded.getHeight();
        BufferedImage rgb = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width];
        RowReader reader = rowReader(decoded);
        for (int y = 0; y < height; y++) {
            reader.read(y, row);
            for (int x = 0; x < width; x++) {
                row[x] = onWhite(row[x]);
            }
            rgb.getRaster().setDataElements(0, y, width, 1, row);
        }
        return rgb;
    }

    /** Fills a row with ARGB. */
    private interface RowReader {
        void read(int y, int[] row);
    }

    private static RowReader rowReader(BufferedImage decoded) {
        Raster raster = decoded.getRaster();
        ColorModel model = decoded.getColorModel();
        if (isGrey(model)) {
            return (y, row) -> greyRow(raster, model, y, row);
        }
        if (decoded.getType() == BufferedImage.TYPE_3BYTE_BGR
                && model.getColorSpace().isCS_sRGB()) {
            byte[] bytes = new byte[3 * decoded.getWidth()];
            return (y, row) -> opaqueRow(raster, y, bytes, row);
        }
        return (y, row) -> decoded.getRGB(0, y, row.length, 1, row, 0, row.length);
    }

    /** What most files are; asking the colour model for each pixel takes as long as decoding. */
    private static void opaqueRow(Raster raster, int y, byte[] bytes, int[] row) {
        raster.getDataElements(0, y, row.length, 1, bytes);
        for (int x = 0, at = 0; x < row.length; x++, at += 3) {
            row[x] =
                    OPAQUE
                            | (bytes[at] & 0xff) << 16
                            | (bytes[at + 1] & 0xff) << 8
                            | (bytes[at + 2] & 0xff);
        }
    }

    private static boolean isGrey(ColorModel model) {
        return model.getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && model.getNumColorComponents() == 1
                && model.getTransferType() != DataBuffer.TYPE_FLOAT;
    }

    /** Java takes grey for linear light and would brighten it; in files it is not. */
    private static void greyRow(Raster raster, ColorModel model, int y, int[] row) {
        int bits = model.getComponentSize(0);
        for (int x = 0; x < row.length; x++) {
            int value = raster.getSample(x, y, 0) * WHITE / ((1 << bits) - 1);
            int alpha =
                    model.hasAlpha() ? model.getAlpha(raster.getDataElements(x, y, null)) : WHITE;
            row[x] = alpha << 24 | value << 16 | value << 8 | value;
        }
    }

    private static int onWhite(int argb) {
        int alpha = argb >>> 24;
        if (alpha == WHITE) {
            return argb;
        }
        return blend(argb >> 16, alpha) << 16 | blend(argb >> 8, alpha) << 8 | blend(argb, alpha);
    }

    private static int blend(int colour, int alpha) {
        return ((colour & 0xff) * alpha + WHITE * (WHITE - alpha) + WHITE / 2) / WHITE;
    }
}
