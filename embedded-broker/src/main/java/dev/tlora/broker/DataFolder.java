package dev.tlora.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * The broker's folder: locked while open, formatted the first time, refused when it is not a
 * broker's or was written by a newer Kafka. Kafka would meet these states by halting the JVM.
 */
final class DataFolder implements AutoCloseable {

    private static final String LOCK = "broker.lock";
    private static final String VERSION = "metadata-version";
    private static final String RUNNING = "running";

    private final Path folder;
    private final FileChannel lock;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static DataFolder open(Path folder) {
        try {
            refuseForeign(folder);
            Files.createDirectories(folder);
            DataFolder opened = new DataFolder(folder, lock(folder));
            try {
                opened.prepare();
            } catch (IOException | RuntimeException e) {
                opened.close();
                throw e;
            }
            return opened;
        } catch (IOException e) {
            throw new BrokerStartException(
                    "Data folder " + folder + " cannot be used: " + e + "; choose another one.", e);
        }
    }

    /** Where Kafka keeps its logs. */
    Path logs() {
        return folder.resolve("kafka");
    }

    /** Whether the last broker here never came to its end. */
    boolean wasKilled() {
        return Files.exists(folder.resolve(RUNNING));
    }

    void markRunning() {
        try {
            Files.writeString(folder.resolve(RUNNING), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void markStopped() {
        try {
            Files.deleteIfExists(folder.resolve(RUNNING));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void refuseForeign(Path folder) throws IOException {
        if (!Files.exists(folder) || Files.exists(folder.resolve(LOCK))) {
            return;
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new BrokerStartException(
                        "Data folder "
                                + folder
                                + " holds files that are not a broker's: choose an empty or a new"
                                + " folder.");
            }
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!tryLock(channel)) {
            channel.close();
            throw new BrokerStartException(
                    "Data folder "
                            + folder
                            + " is in use by another broker: stop that one or choose another"
                            + " folder.");
        }
        return channel;
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // held by this very JVM
        }
    }

    private void prepare() throws IOException {
        refuseNewer();
        if (!Files.exists(logs().resolve("meta.properties"))) {
            format();
        }
    }

    private void refuseNewer() throws IOException {
        Path file = folder.resolve(VERSION);
        if (!Files.exists(file)) {
            return;
        }
        MetadataVersion ours = MetadataVersion.latestProduction();
        String[] written = Files.readString(file).strip().split(" ", 2);
        if (Integer.parseInt(written[0]) > ours.featureLevel()) {
            throw new BrokerStartException(
                    "Data folder "
                            + folder
                            + " was written by a newer Kafka ("
                            + written[written.length - 1]
                            + ", this one knows "
                            + ours.version()
                            + "): delete it or choose another folder.");
        }
    }

    private void format() throws IOException {
        MetadataVersion version = MetadataVersion.latestProduction();
        Files.writeString(
                folder.resolve(VERSION), version.featureLevel() + " " + version.version() + "\n");
        String logs = Files.createDirectories(logs()).toString();
        try {
            new Formatter()
                    .setPrintStream(
                            new PrintStream(
                                    OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(BrokerSettings.NODE)
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setMetadataLogDirectory(logs)
                    .addDirectory(logs)
                    .setReleaseVersion(version)
                    .run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("formatting failed", e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
