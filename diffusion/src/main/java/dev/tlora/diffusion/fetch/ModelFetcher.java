package dev.tlora.diffusion.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Fetches SDXL models from a hub that speaks Hugging Face's protocol.
 *
 * <p>A fetch may be stopped at any time and done again: complete files stay, partial ones are
 * continued. Safe for use by several threads, but only one fetch at a time fills a folder.
 */
public final class ModelFetcher {

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final String LOCK = ".fetching";

    private final HubClient hub;
    private final Duration pause;

    /**
     * A fetcher for one hub.
     *
     * @param token sent to the hub alone, never to where it redirects to
     */
    public ModelFetcher(URI endpoint, Optional<String> token) {
        this(endpoint, token, PAUSE);
    }

    /**
     * @param pause before the first repetition; doubles while nothing arrives
     */
    ModelFetcher(URI endpoint, Optional<String> token, Duration pause) {
        if (endpoint.getScheme() == null
                || !endpoint.getScheme().startsWith("http")
                || endpoint.getAuthority() == null) {
            throw new IllegalArgumentException(
                    "the endpoint must be an http or https address, was '" + endpoint + "'");
        }
        this.hub = new HubClient(endpoint, token);
        this.pause = pause;
    }

    /**
     * Fetches what is missing. When the hub does not answer, a folder that was complete before is
     * used as it is.
     *
     * @throws FetchException when the folder cannot be completed
     */
    public void fetch(FetchRequest request, FetchListener listener) {
        try {
            Files.createDirectories(request.folder());
            try (FileChannel channel = lockFile(request)) {
                requireLock(channel, request.folder());
                fetchLocked(request, listener);
            }
        } catch (IOException e) {
            throw new FetchException(
                    "%s cannot be fetched into %s: %s"
                            .formatted(request.model(), request.folder(), e.getMessage()),
                    e);
        }
    }

    private static FileChannel lockFile(FetchRequest request) throws IOException {
        return FileChannel.open(
                request.folder().resolve(LOCK),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Released when the channel is closed. */
    private static void requireLock(FileChannel channel, Path folder) throws IOException {
        boolean free;
        try {
            free = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            free = false; // this process has it
        }
        if (!free) {
            throw new FetchException(folder + " is being fetched into already; wait for that");
        }
    }

    private void fetchLocked(FetchRequest request, FetchListener listener) throws IOException {
        Receipt receipt = Receipt.of(request);
        List<RemoteFile> listed;
        try {
            listed = hub.list(request);
        } catch (IOException e) {
            reuse(request, receipt, listener, e);
            return;
        }
        List<RemoteFile> wanted = WantedFiles.choose(request.model(), listed, request.variant());
        fetchAll(request, wanted, receipt, listener);
    }

    private void reuse(
            FetchRequest request, Receipt receipt, FetchListener listener, IOException reason) {
        if (!receipt.isComplete()) {
            throw new FetchException(
                    "%s does not answer (%s), and %s is not complete; fetch again with a network"
                            .formatted(hub.endpoint(), reason.getMessage(), request.folder()),
                    reason);
        }
        listener.note(hub.endpoint() + " does not answer; the folder is complete, so it is used");
    }

    /**
     * Asks no hub.
     *
     * @throws FetchException when the folder was never completed or has lost files since
     */
    public void requireOffline(FetchRequest request) {
        if (!Receipt.of(request).isComplete()) {
            throw new FetchException(
                    "%s is not complete; fetch %s once without --offline"
                            .formatted(request.folder(), request.model()));
        }
    }

    private void fetchAll(
            FetchRequest request, List<RemoteFile> wanted, Receipt receipt, FetchListener listener)
            throws IOException {
        long total = wanted.stream().mapToLong(RemoteFile::size).sum();
        requireSpace(request, wanted, receipt);
        long done = 0;
        for (RemoteFile file : wanted) {
            if (!receipt.has(file)) {
                long before = done;
                fetchOne(request, file, receipt, listener, before, total);
            }
            done += file.size();
            listener.progress(file.path(), done, total);
        }
    }

    private void fetchOne(
            FetchRequest request,
            RemoteFile file,
            Receipt receipt,
            FetchListener listener,
            long before,
            long total)
            throws IOException {
        if (!file.matches(request.folder().resolve(file.path()))) {
            new Download(hub, request, file, pause, listener)
                    .run(here -> listener.progress(file.path(), before + here, total));
        }
        receipt.add(file);
    }

    private static void requireSpace(
            FetchRequest request, List<RemoteFile> wanted, Receipt receipt) {
        long missing =
                wanted.stream()
                        .filter(file -> !receipt.has(file))
                        .filter(file -> !Files.exists(request.folder().resolve(file.path())))
                        .mapToLong(file -> file.size() - partSize(request, file))
                        .sum();
        long free = request.folder().toFile().getUsableSpace();
        if (missing > free) {
            throw new FetchException(
                    "%d MiB are missing, %s has room for %d MiB; free some or choose another folder"
                            .formatted(missing >> 20, request.folder(), free >> 20));
        }
    }

    private static long partSize(FetchRequest request, RemoteFile file) {
        return request.folder().resolve(file.path() + ".part").toFile().length();
    }
}
