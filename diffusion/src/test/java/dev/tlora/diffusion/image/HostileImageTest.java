package dev.tlora.diffusion.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tlora.diffusion.fixture.Fixture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileImageTest {

    private final ImageLoader strict = new ImageLoader();
    private final ImageLoader lenient = new ImageLoader(new ImageLimits(1 << 24, 1 << 20, 1));

    @Test
    void textNamedAsAnImageIsNoImage(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("cat.png"), "meow");

        assertThatThrownBy(() -> strict.load(file))
                .isInstanceOf(ImageException.class)
                .hasMessage(file + " is not an image; give a JPEG, PNG, WebP, GIF or BMP file");
    }

    @Test
    void anEmptyFileIsNoImage() {
        assertThatThrownBy(() -> strict.load(new byte[0], "cat.png"))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("cat.png is not an image");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("cat.png");

        assertThatThrownBy(() -> strict.load(file))
                .isInstanceOf(ImageException.class)
                .hasMessage(file + " does not exist");
    }

    @Test
    void aFolderIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> strict.load(folder))
                .isInstanceOf(ImageException.class)
                .hasMessage(folder + " is a folder, not an image");
    }

    @Test
    void onePixelIsTooSmall() throws IOException {
        byte[] file = png(Pictures.of(new int[] {0}));

        assertThatThrownBy(() -> strict.load(file, "dot.png"))
                .isInstanceOf(ImageException.class)
                .hasMessage("dot.png has 1 x 1 pixels, needed are at least 64 on each side");
    }

    @Test
    void aFileBeyondTheByteLimitIsNotRead(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("cat.png"), new byte[1001]);
        ImageLoader loader = new ImageLoader(new ImageLimits(1000, 1000, 1));

        assertThatThrownBy(() -> loader.load(file))
                .isInstanceOf(ImageException.class)
                .hasMessage(file + " has 1001 bytes, allowed are 1000");
    }

    @ParameterizedTest
    @CsvSource({"30000, 30000", "2147483647, 2147483647", "40000001, 1"})
    void aHugePictureIsRefusedByItsHeader(int width, int height) throws IOException {
        byte[] file = pngOfZeros(width, height, 1000);

        assertThatThrownBy(() -> strict.load(file, "bomb.png"))
                .isInstanceOf(ImageException.class)
                .hasMessage(
                        "bomb.png has %d x %d pixels, allowed are 40000000 in all; give a smaller copy"
                                .formatted(width, height));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "baseline.jpg",
                "progressive.jpg",
                "cmyk.jpg",
                "rgb.png",
                "palette.png",
                "lossless.webp",
                "lossy.webp",
                "alpha.webp",
                "rgb.bmp"
            })
    void aTruncatedFileIsDamagedWhereverItEnds(String name) throws IOException {
        byte[] whole = whole(name);

        for (int percent = 5; percent <= 80; percent += 15) {
            byte[] part = Arrays.copyOf(whole, whole.length * percent / 100);

            assertThatThrownBy(() -> lenient.load(part, name))
                    .as("%d %% of %s", percent, name)
                    .isInstanceOf(ImageException.class)
                    .hasMessageStartingWith(name + " is ");
        }
    }

    @Test
    void aGifIsWholeOnceItsFirstPictureIs() throws IOException {
        byte[] whole = whole("animated.gif");

        BufferedImage read =
                lenient.load(Arrays.copyOf(whole, whole.length * 80 / 100), "animated.gif");

        Pictures.assertAlike(read, Pictures.expected("shown", "animated.gif.png"), 0);
        assertThatThrownBy(
                        () ->
                                lenient.load(
                                        Arrays.copyOf(whole, whole.length * 30 / 100),
                                        "animated.gif"))
                .isInstanceOf(ImageException.class)
                .hasMessage(
                        "animated.gif is cut off: the end of its GIF data is missing; copy the file"
                                + " anew");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orientation-6.jpg",
                "progressive.jpg",
                "cmyk.jpg",
                "palette-alpha.png",
                "orientation-6.png",
                "orientation-6.webp",
                "lossy.webp",
                "animated.gif",
                "rgb.bmp"
            })
    void flippedBitsGiveAPictureOrAnImageException(String name) throws IOException {
        byte[] whole = whole(name);
        Random random = new Random(1);
        for (int trial = 0; trial < 200; trial++) {
            byte[] damaged = whole.clone();
            for (int flip = 0; flip < 3; flip++) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }

            Throwable thrown = catchThrowable(() -> lenient.load(damaged, name));

            if (thrown != null) {
                assertThat(thrown).isInstanceOf(ImageException.class);
            }
        }
    }

    @Test
    void compressedTextIsNotInflated() throws IOException {
        byte[] bomb = textBomb(whole("palette.png"));

        BufferedImage read = lenient.load(bomb, "bomb.png");

        Pictures.assertAlike(read, Pictures.expected("shown", "palette.png.png"), 0);
    }

    /** A palette PNG, whose reader parses more chunks, with a gigabyte of text. */
    private static byte[] textBomb(byte[] png) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.write("Comment\0\0".getBytes(StandardCharsets.US_ASCII));
        try (DeflaterOutputStream deflater =
                new DeflaterOutputStream(text, new Deflater(Deflater.BEST_SPEED))) {
            byte[] megabyte = new byte[1 << 20];
            for (int i = 0; i < 1000; i++) {
                deflater.write(megabyte);
            }
        }
        return withChunk(png, new PngChunk("zTXt", text.toByteArray()));
    }

    private static byte[] withChunk(byte[] png, PngChunk added) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(png, 0, PngChunk.SIGNATURE_BYTES);
        for (PngChunk chunk : PngChunk.read(png)) {
            chunk.writeTo(out);
            if (chunk.type().equals("IHDR")) {
                added.writeTo(out);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] pngOfZeros(int width, int height, int dataBytes) throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(deflated)) {
            deflater.write(new byte[dataBytes]);
        }
        byte[] header =
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(png(Pictures.of(new int[] {0})), 0, PngChunk.SIGNATURE_BYTES);
        for (PngChunk chunk :
                List.of(
                        new PngChunk("IHDR", header),
                        new PngChunk("IDAT", deflated.toByteArray()),
                        new PngChunk("IEND", new byte[0]))) {
            chunk.writeTo(out);
        }
        return bytes.toByteArray();
    }

    private static byte[] png(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static byte[] whole(String name) throws IOException {
        return Files.readAllBytes(Fixture.of("image/whole").file(name));
    }
}
