package dev.tlora.artifacts;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * File operations that have reached the disk when they return. They finish on an interrupted thread
 * too, unlike those of {@link FileChannel}: a worker that is told to stop still saves its state.
 */
final class DurableFiles {

    private DurableFiles() {}

    /** Writes a new file, hashing on the way; it stays locked until it is complete. */
    static MeasuringStream write(Path file, ContentWriter content) throws IOException {
        try (FileOutputStream opened = new FileOutputStream(file.toFile());
                MeasuringStream measured = new MeasuringStream(opened)) {
            opened.getChannel().tryLock(); // freed with the file; unlike lock(), never interrupted
            content.writeTo(measured);
            measured.flush();
            opened.getFD().sync();
            return measured;
        }
    }

    /** Renames at once: readers see the old file or the new one. */
    static void replace(Path source, Path target) throws IOException {
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        sync(target.getParent());
    }

    static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        createFolders(folder.getParent());
        Files.createDirectory(folder);
        sync(folder.getParent());
    }

    /** False when the folder still holds something. */
    static boolean deleteIfEmpty(Path folder) throws IOException {
        try {
            return Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    private static void sync(Path folder) throws IOException {
        boolean interrupted = false;
        try {
            while (!trySync(folder)) {
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean trySync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            return false;
        }
    }
}
