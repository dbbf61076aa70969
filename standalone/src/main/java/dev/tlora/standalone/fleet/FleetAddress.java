package dev.tlora.standalone.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the fleet that runs on a data folder listens: a file of two lines in that folder.
 *
 * @param http its interface and page
 * @param bootstrapServers its broker
 */
public record FleetAddress(URI http, String bootstrapServers) {

    private static final String FILE = "fleet.url";

    /** The address, whether the fleet still answers or not. */
    public static Optional<FleetAddress> read(Path dataFolder) {
        Path file = dataFolder.resolve(FILE);
        try {
            List<String> lines = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
            return lines.size() < 2
                    ? Optional.empty()
                    : Optional.of(new FleetAddress(URI.create(lines.get(0)), lines.get(1)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static void write(RunningFleet fleet) {
        try {
            Files.write(
                    fleet.dataFolder().resolve(FILE),
                    List.of(fleet.address().toString(), fleet.bootstrapServers()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path dataFolder) {
        try {
            Files.deleteIfExists(dataFolder.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
