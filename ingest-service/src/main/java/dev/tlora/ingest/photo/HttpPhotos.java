package dev.tlora.ingest.photo;

import dev.tlora.diffusion.image.ImageException;
import dev.tlora.ingest.IngestConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Photos on web servers; each host is checked again after a redirect. */
final class HttpPhotos implements PhotoReader {

    private static final int FIRST_REDIRECT = 300;
    private static final int FIRST_ERROR = 400;
    private static final int OK = 200;

    private final int maxRedirects;
    private final Duration timeout;
    private final long maxBytes;
    private final HostCheck hosts;
    private final HttpClient client;

    HttpPhotos(IngestConfig.Http config, long maxBytes) {
        maxRedirects = config.redirects();
        timeout = config.timeout();
        this.maxBytes = maxBytes;
        hosts = HostCheck.allowing(config.privateHosts());
        client =
                HttpClient.newBuilder()
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(timeout)
                        .build();
    }

    @Override
    public byte[] read(URI uri) {
        String name = PhotoNames.of(uri);
        long deadline = System.nanoTime() + timeout.toNanos();
        URI next = uri;
        for (int hop = 0; hop <= maxRedirects; hop++) {
            hosts.require(next, name);
            HttpResponse<byte[]> response = get(next, name, deadline);
            int status = response.statusCode();
            if (status < FIRST_REDIRECT || status >= FIRST_ERROR) {
                return content(response, name);
            }
            next = target(next, response, name);
        }
        throw new ImageException(
                "%s is redirected more than %d times; give its final address"
                        .formatted(name, maxRedirects));
    }

    private HttpResponse<byte[]> get(URI uri, String name, long deadline) {
        HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", "image/*").build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, info -> new LimitedBody(name, maxBytes));
        try {
            return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ImageException(
                    "%s did not arrive within %d s; try again or upload it"
                            .formatted(name, timeout.toSeconds()),
                    e);
        } catch (ExecutionException e) {
            throw failed(name, e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new ImageException("interrupted while fetching " + name, e);
        }
    }

    private static ImageException failed(String name, Throwable cause) {
        for (Throwable one = cause; one != null; one = one.getCause()) {
            if (one instanceof ImageException image) {
                return image;
            }
        }
        String reason =
                cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new ImageException(
                "%s cannot be fetched: %s; check the address".formatted(name, reason), cause);
    }

    private static byte[] content(HttpResponse<byte[]> response, String name) {
        if (response.statusCode() != OK) {
            throw new ImageException(
                    "%s cannot be fetched: the server answers %d; check the address"
                            .formatted(name, response.statusCode()));
        }
        return response.body();
    }

    private static URI target(URI from, HttpResponse<?> response, String name) {
        String location =
                response.headers()
                        .firstValue("Location")
                        .orElseThrow(
                                () ->
                                        new ImageException(
                                                name
                                                        + " is redirected to nowhere; check the address"));
        try {
            return from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new ImageException(
                    name + " is redirected to what is no address; check the address", e);
        }
    }
}
