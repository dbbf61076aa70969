package dev.tlora.standalone.paper;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.diffusion.image.PngWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measurements on disk, one file each, so that a stopped bench goes on where it was. */
record CellStore(Path folder) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Optional<Measurement> find(Cell cell) throws IOException {
        Path file = folder.resolve(cell.file());
        return Files.exists(file)
                ? Optional.of(JSON.readValue(Files.readAllBytes(file), Measurement.class))
                : Optional.empty();
    }

    /** Appears whole or not at all. */
    void keep(Cell cell, Measurement measurement) throws IOException {
        Path file = folder.resolve(cell.file());
        Files.createDirectories(file.getParent());
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(draft, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(measurement));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A strip of all pictures of the cell, for looking at. */
    void keepPictures(Cell cell, List<BufferedImage> pictures) throws IOException {
        int side = pictures.get(0).getWidth();
        BufferedImage strip =
                new BufferedImage(side * pictures.size(), side, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pictures.size(); i++) {
            strip.getRaster().setRect(i * side, 0, pictures.get(i).getRaster());
        }
        Path file = folder.resolve(cell.file().replace(".json", ".png"));
        try (OutputStream out = Files.newOutputStream(file)) {
            PngWriter.write(out, strip, Map.of());
        }
    }
}
