package dev.tlora.standalone.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the fleet that runs on a data folder listens: a file in that folder. */
public final class FleetAddress {

    private static final String FILE = "fleet.url";

    private FleetAddress() {}

    /** The address, whether the fleet still answers or not. */
    public static Optional<URI> read(Path dataFolder) {
        Path file = dataFolder.resolve(FILE);
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(URI.create(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static void write(Path dataFolder, URI address) {
        try {
            Files.writeString(dataFolder.resolve(FILE), address + "\n");
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
