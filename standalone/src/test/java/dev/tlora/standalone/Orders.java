package dev.tlora.standalone;

import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.EvaluationOptions;
import dev.tlora.schemas.Prompts;
import dev.tlora.schemas.TrainingOptions;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** Orders small enough that a whole run takes seconds. */
final class Orders {

    static final int IMAGES = 3;

    private static final int FEW_STEPS = 8;

    private Orders() {}

    /** A run of a red disc that is told apart from others by its seed. */
    static ConceptSubmitted small(Path folder, long seed) {
        return small(folder, seed, FEW_STEPS);
    }

    /** The same with so many steps that the loss falls, or whatever else takes time. */
    static ConceptSubmitted small(Path folder, long seed, int steps) {
        return new ConceptSubmitted(
                photo(folder).toUri(),
                null,
                "disc",
                null,
                null,
                null,
                null,
                "random",
                null,
                null,
                training(seed, steps),
                new EvaluationOptions(
                        new Prompts.Templates(List.of("a {} on the beach")),
                        2,
                        1,
                        "euler",
                        4,
                        2.0));
    }

    /** A run of a concept, whose photo comes along. */
    static ConceptSubmitted of(String conceptId, String runId, int steps) {
        return new ConceptSubmitted(
                URI.create("file:///unused.png"),
                null,
                "disc",
                null,
                conceptId,
                runId,
                null,
                "random",
                null,
                null,
                training(0, steps),
                new EvaluationOptions(
                        new Prompts.Templates(List.of("a {} on the beach")),
                        1,
                        1,
                        "euler",
                        4,
                        2.0));
    }

    private static TrainingOptions training(long seed, int steps) {
        return new TrainingOptions(null, 4, 2, null, null, steps, 2e-3, null, seed, 64, null, 20);
    }

    private static Path photo(Path folder) {
        return photo(folder, Color.RED);
    }

    static Path photo(Path folder, Color color) {
        BufferedImage image = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(color);
        graphics.fillOval(20, 20, 50, 50);
        graphics.dispose();
        Path file = folder.resolve("disc.png");
        try {
            ImageIO.write(image, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
