package dev.tlora.diffusion.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Whether a file goes on to the end of its picture. Java's readers fill what is missing with grey
 * and say nothing, and a model would learn the grey.
 */
final class FileEnd {

    private static final int JPEG_END = 0xd9;
    private static final int GIF_IMAGE = 0x2c;
    private static final int GIF_EXTENSION = 0x21;

    private FileEnd() {}

    static boolean isReached(byte[] file, ImageFormat format) {
        return switch (format) {
            case JPEG -> jpeg(file);
            case PNG -> PngChunk.read(file).stream().anyMatch(c -> c.type().equals("IEND"));
            case WEBP -> webp(file);
            case GIF -> gif(file);
            case BMP -> true; // its reader does complain
        };
    }

    /** Steps from marker to marker; previews inside of segments have ends of their own. */
    private static boolean jpeg(byte[] file) {
        int at = 2;
        while (at + 1 < file.length) {
            int marker = file[at + 1] & 0xff;
            if ((file[at] & 0xff) != 0xff || marker == 0xff) {
                at++;
            } else if (marker == JPEG_END) {
                return true;
            } else if (marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
                at += 2; // these have no length
            } else {
                at += 2 + lengthAt(file, at + 2);
            }
        }
        return false;
    }

    private static int lengthAt(byte[] file, int at) {
        return at + 1 < file.length ? ((file[at] & 0xff) << 8) | (file[at + 1] & 0xff) : 2;
    }

    private static boolean webp(byte[] file) {
        int payload = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(4);
        return Integer.toUnsignedLong(payload) + 8 <= file.length;
    }

    /** Steps from block to block to the end of the first picture. */
    private static boolean gif(byte[] file) {
        int at = 13 + colours(file, 10);
        while (at >= 0 && at < file.length) {
            int block = file[at] & 0xff;
            if (block == GIF_IMAGE) {
                return afterSubBlocks(file, at + 11 + colours(file, at + 9)) >= 0;
            }
            if (block != GIF_EXTENSION) {
                return false;
            }
            at = afterSubBlocks(file, at + 2);
        }
        return false;
    }

    /** Bytes of the colour table that the flags at {@code flags} announce. */
    private static int colours(byte[] file, int flags) {
        boolean has = flags < file.length && (file[flags] & 0x80) != 0;
        return has ? 3 * (2 << (file[flags] & 7)) : 0;
    }

    /** Where a chain of sub-blocks ends, −1 when the file ends first. */
    private static int afterSubBlocks(byte[] file, int begin) {
        int at = begin;
        while (at < file.length) {
            int length = file[at] & 0xff;
            at += 1 + length;
            if (length == 0) {
                return at;
            }
        }
        return -1;
    }
}
