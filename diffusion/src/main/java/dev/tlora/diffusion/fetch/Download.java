package dev.tlora.diffusion.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.LongConsumer;

/**
 * One file on its way: collected beside its target as {@code .part}, continued where it broke off,
 * and moved into place once its hash is right.
 */
final class Download {

    /** In a row without a single new byte. */
    private static final int FRUITLESS_TRIES = 5;

    /** Downloads from the first byte on. */
    private static final int WHOLE_TRIES = 2;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HubClient hub;
    private final FetchRequest request;
    private final RemoteFile file;
    private final Duration pause;
    private final FetchListener listener;
    private final Path target;
    private final Path part;

    Download(
            HubClient hub,
            FetchRequest request,
            RemoteFile file,
            Duration pause,
            FetchListener listener) {
        this.hub = hub;
        this.request = request;
        this.file = file;
        this.pause = pause;
        this.listener = listener;
        target = request.folder().resolve(file.path());
        part = target.resolveSibling(target.getFileName() + ".part");
    }

    /**
     * Brings the file into place.
     *
     * @param arrived told of the bytes that are here, whenever some arrive
     * @throws FetchException when the hub refuses, goes on failing, or sends something else
     */
    void run(LongConsumer arrived) throws IOException {
        Files.createDirectories(target.getParent());
        for (int tries = 1; tries <= WHOLE_TRIES; tries++) {
            complete(arrived);
            if (file.matches(part)) {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                return;
            }
            Files.delete(part);
            arrived.accept(0);
            listener.note(file.path() + " does not have the hash that the hub promises");
        }
        throw new FetchException(
                "%s came %d times with another hash than the hub promises (%s); try another endpoint"
                        .formatted(file.path(), WHOLE_TRIES, file.hash()));
    }

    private void complete(LongConsumer arrived) throws IOException {
        int fruitless = 0;
        while (size() < file.size()) {
            long before = size();
            try {
                receive(before, arrived);
                fruitless = size() > before ? 0 : fruitless + 1;
            } catch (IOException e) {
                fruitless = size() > before ? 0 : fruitless + 1;
                if (fruitless >= FRUITLESS_TRIES) {
                    throw unfinished(e);
                }
                listener.note(file.path() + " broke off: " + e.getMessage());
            }
            if (fruitless >= FRUITLESS_TRIES) {
                throw unfinished(null);
            }
            if (size() < file.size()) {
                rest(fruitless);
            }
        }
        if (size() == 0) {
            Files.write(part, new byte[0]);
        }
    }

    private FetchException unfinished(IOException cause) {
        return new FetchException(
                "%s broke off after %d of %d bytes and does not go on; fetch again to resume"
                        .formatted(file.path(), size(), file.size()),
                cause);
    }

    private long size() {
        return part.toFile().length();
    }

    private void receive(long offset, LongConsumer arrived) throws IOException {
        HttpURLConnection connection = hub.open(request, file, offset);
        if (connection.getResponseCode() == RANGE_NOT_SATISFIABLE) {
            connection.disconnect();
            Files.deleteIfExists(part);
            return;
        }
        HubClient.requireOk(connection, file.path());
        long begin = continues(connection, offset) ? offset : 0;
        try (InputStream in = connection.getInputStream();
                FileChannel out =
                        FileChannel.open(
                                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(begin);
            copy(in, out, begin, arrived);
        } finally {
            connection.disconnect();
        }
    }

    private static boolean continues(HttpURLConnection connection, long offset) throws IOException {
        String range = connection.getHeaderField("Content-Range");
        return connection.getResponseCode() == HttpURLConnection.HTTP_PARTIAL
                && range != null
                && range.startsWith("bytes " + offset + "-");
    }

    /** Never takes more than the listed size, whatever is sent. */
    private void copy(InputStream in, FileChannel out, long begin, LongConsumer arrived)
            throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long position = begin;
        while (position < file.size()) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, file.size() - position));
            if (read < 0) {
                return;
            }
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
            while (bytes.hasRemaining()) {
                position += out.write(bytes, position);
            }
            arrived.accept(position);
        }
    }

    private void rest(int fruitless) {
        try {
            Thread.sleep(pause.multipliedBy(1L << fruitless).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchException(file.path() + " was interrupted; fetch again to resume", e);
        }
    }
}
