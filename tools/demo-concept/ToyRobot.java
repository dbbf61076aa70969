import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Draws the concept of the demo, a tin toy robot on a table: {@code java ToyRobot.java FILE}. */
public final class ToyRobot {

    private static final int SIDE = 512;
    private static final Color TEAL = new Color(0x1f8a8c);
    private static final Color DARK_TEAL = new Color(0x0f5255);
    private static final Color ORANGE = new Color(0xf2903d);
    private static final Color CREAM = new Color(0xfff3d6);
    private static final Color STEEL = new Color(0x8d99a6);

    private final Graphics2D canvas;

    private ToyRobot(Graphics2D canvas) {
        this.canvas = canvas;
    }

    public static void main(String... args) throws IOException {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        canvas.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        new ToyRobot(canvas).draw();
        ImageIO.write(image, "png", new File(args[0]));
    }

    private void draw() {
        room();
        legs();
        arms();
        body();
        head();
    }

    private void room() {
        canvas.setPaint(new GradientPaint(0, 0, new Color(0xf6e7d2), 0, 360, new Color(0xe7c9a0)));
        canvas.fillRect(0, 0, SIDE, SIDE);
        canvas.setPaint(new GradientPaint(0, 370, new Color(0xa8713f), 0, SIDE, new Color(0x7a4c26)));
        canvas.fillRect(0, 370, SIDE, SIDE - 370);
        float[] stops = {0, 1};
        Color[] shadow = {new Color(0, 0, 0, 110), new Color(0, 0, 0, 0)};
        canvas.setPaint(new RadialGradientPaint(256, 446, 150, stops, shadow));
        canvas.fill(new Ellipse2D.Double(106, 416, 300, 60));
    }

    private void legs() {
        for (int x : new int[] {196, 272}) {
            block(x, 366, 44, 64, 8, STEEL, STEEL.darker());
            block(x - 8, 418, 60, 26, 10, ORANGE, ORANGE.darker());
        }
    }

    private void arms() {
        canvas.setStroke(new BasicStroke(18, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        canvas.setPaint(STEEL);
        canvas.draw(new Line2D.Double(168, 262, 120, 330));
        canvas.draw(new Line2D.Double(344, 262, 396, 214));
        disc(116, 338, 22, ORANGE);
        disc(400, 208, 22, ORANGE);
    }

    private void body() {
        block(164, 226, 184, 150, 26, TEAL, DARK_TEAL);
        block(196, 258, 120, 76, 12, CREAM, new Color(0xe9d3a0));
        disc(228, 296, 18, new Color(0xd9463d));
        disc(284, 296, 18, new Color(0x3d6fd9));
        canvas.setStroke(new BasicStroke(4));
        canvas.setPaint(DARK_TEAL);
        canvas.draw(new Line2D.Double(256, 266, 256, 326));
        for (int x : new int[] {180, 332}) {
            disc(x, 358, 6, CREAM);
        }
    }

    private void head() {
        block(236, 208, 40, 24, 4, STEEL, STEEL.darker());
        block(178, 104, 156, 110, 34, TEAL, DARK_TEAL);
        for (int x : new int[] {222, 290}) {
            disc(x, 152, 25, CREAM);
            disc(x + 4, 154, 11, new Color(0x222222));
        }
        canvas.setStroke(new BasicStroke(6, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        canvas.setPaint(CREAM);
        canvas.drawArc(222, 172, 68, 26, 200, 140);
        canvas.setPaint(STEEL);
        canvas.draw(new Line2D.Double(256, 104, 256, 70));
        disc(256, 62, 15, ORANGE);
    }

    private void block(int x, int y, int width, int height, int arc, Color top, Color bottom) {
        canvas.setPaint(new GradientPaint(x, y, top.brighter(), x + width, y + height, bottom));
        canvas.fill(new RoundRectangle2D.Double(x, y, width, height, arc, arc));
    }

    private void disc(int x, int y, int radius, Color colour) {
        float[] stops = {0, 1};
        Color[] shades = {colour.brighter(), colour};
        canvas.setPaint(
                new RadialGradientPaint(x - radius / 3f, y - radius / 3f, radius * 1.3f, stops, shades));
        canvas.fill(new Ellipse2D.Double(x - radius, y - radius, 2.0 * radius, 2.0 * radius));
    }
}
