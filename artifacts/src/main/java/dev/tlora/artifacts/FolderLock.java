package dev.tlora.artifacts;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One writer at a time on a folder, over all threads and processes. The operating system frees the
 * lock of a process that dies. Interrupting a waiting thread does not disturb it, so that a
 * checkpoint can still be saved while its thread is being stopped.
 */
final class FolderLock {

    /** Holders rename one file or delete some: far below this, unless one of them hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long PAUSE_NANOS = 200_000;

    /**
     * Shared by all stores of this JVM on one folder: a file lock belongs to the whole process, and
     * closing any channel on the file would release it.
     */
    private static final Map<Path, ReentrantLock> WITHIN_JVM = new ConcurrentHashMap<>();

    private final Path file;
    private final ReentrantLock withinJvm;

    FolderLock(Path file) {
        this.file = file;
        this.withinJvm = WITHIN_JVM.computeIfAbsent(file, path -> new ReentrantLock());
    }

    <T> T hold(IoAction<T> action) throws IOException {
        withinJvm.lock();
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            FileLock lock = acquire(opened.getChannel());
            try {
                return action.run();
            } finally {
                lock.release();
            }
        } finally {
            withinJvm.unlock();
        }
    }

    private FileLock acquire(FileChannel channel) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            FileLock lock = tryLock(channel);
            if (lock != null) {
                return lock;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new IOException(
                "another process holds " + file + " for " + PATIENCE.toSeconds() + " s");
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this class under another class loader
        }
    }
}
