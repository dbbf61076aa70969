import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Draws the letters of contact sheets; see README.md. */
class Letters {

    private static final int WIDTH = 8;
    private static final int HEIGHT = 16;
    private static final int COLUMNS = 32;
    private static final int BASELINE = 12;

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Font font = new Font("DejaVu Sans Mono", Font.PLAIN, 13);
        if (!font.getFamily().equals("DejaVu Sans Mono")) {
            throw new IllegalStateException("the font DejaVu Sans Mono is not installed");
        }
        String letters =
                Stream.of(range(' ', '~'), range(0xa1, 0x17f), range(0x384, 0x3ce), range(0x400, 0x45f),
                                range(0x2013, 0x2026))
                        .flatMapToInt(range -> range)
                        .filter(letter -> Character.isDefined(letter) && font.canDisplay(letter))
                        .filter(letter -> letter != 0xad)
                        .mapToObj(Character::toString)
                        .collect(Collectors.joining());
        ImageIO.write(draw(letters, font), "png", folder.resolve("letters.png").toFile());
        Files.writeString(folder.resolve("letters.txt"), letters);
    }

    private static IntStream range(int first, int last) {
        return IntStream.rangeClosed(first, last);
    }

    private static BufferedImage draw(String letters, Font font) {
        int rows = (letters.length() + COLUMNS - 1) / COLUMNS;
        BufferedImage image =
                new BufferedImage(COLUMNS * WIDTH, rows * HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(font);
        for (int i = 0; i < letters.length(); i++) {
            int x = i % COLUMNS * WIDTH;
            int y = i / COLUMNS * HEIGHT;
            graphics.setClip(x, y, WIDTH, HEIGHT);
            graphics.drawString(letters.substring(i, i + 1), x, y + BASELINE);
        }
        graphics.dispose();
        return image;
    }
}
