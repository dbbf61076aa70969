package dev.tlora.diffusion.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The two calls of a hub that fetching needs: the list of a model's files, and a file from some
 * byte on. Redirects are followed here, since the token must not leave the hub.
 */
final class HubClient {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int MAX_REDIRECTS = 5;
    private static final int MAX_LISTING_BYTES = 20_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final Optional<String> token;

    HubClient(URI endpoint, Optional<String> token) {
        this.endpoint = endpoint;
        this.token = token;
    }

    URI endpoint() {
        return endpoint;
    }

    /**
     * Lists a model's files.
     *
     * @throws FetchException when the hub refuses
     * @throws IOException when it does not answer
     */
    List<RemoteFile> list(FetchRequest request) throws IOException {
        URI address =
                URI.create(
                        "%s/api/models/%s/revision/%s?blobs=true"
                                .formatted(
                                        base(),
                                        request.model(),
                                        request.revision().replace("/", "%2F")));
        HttpURLConnection connection = get(address, 0);
        requireOk(connection, request.model());
        try (InputStream in = connection.getInputStream()) {
            byte[] body = in.readNBytes(MAX_LISTING_BYTES + 1);
            if (body.length > MAX_LISTING_BYTES) {
                throw new FetchException(address + " answers with more than a list of files");
            }
            return files(JSON.readTree(body));
        }
    }

    private static List<RemoteFile> files(JsonNode listing) {
        List<RemoteFile> files = new ArrayList<>();
        for (JsonNode file : listing.path("siblings")) {
            boolean large = file.path("lfs").isObject();
            String hash = large ? file.path("lfs").path("sha256").asText() : blobId(file);
            files.add(
                    new RemoteFile(
                            file.path("rfilename").asText(), file.path("size").asLong(-1), hash));
        }
        return files;
    }

    private static String blobId(JsonNode file) {
        return file.path("blobId").asText();
    }

    /** Opens a file from byte {@code offset} on; the answer may be the whole file all the same. */
    HttpURLConnection open(FetchRequest request, RemoteFile file, long offset) throws IOException {
        return get(
                URI.create(
                        "%s/%s/resolve/%s/%s"
                                .formatted(
                                        base(),
                                        request.model(),
                                        request.revision().replace("/", "%2F"),
                                        file.path())),
                offset);
    }

    private String base() {
        return endpoint.toString().replaceFirst("/+$", "");
    }

    private HttpURLConnection get(URI first, long offset) throws IOException {
        URI address = first;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            HttpURLConnection connection = connect(address, offset);
            if (connection.getResponseCode() / 100 != 3) {
                return connection;
            }
            String location = connection.getHeaderField("Location");
            connection.disconnect();
            if (location == null) {
                throw new IOException(address + " redirects to nowhere");
            }
            URI next = address.resolve(location);
            requireSafe(address, next);
            address = next;
        }
        throw new FetchException(first + " redirects more than " + MAX_REDIRECTS + " times");
    }

    private static void requireSafe(URI from, URI to) {
        boolean web = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
        if (!web || ("https".equals(from.getScheme()) && !"https".equals(to.getScheme()))) {
            throw new FetchException(from + " redirects to " + to + ", which is not safe");
        }
    }

    private HttpURLConnection connect(URI address, long offset) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        if (offset > 0) {
            connection.setRequestProperty("Range", "bytes=" + offset + "-");
        }
        if (token.isPresent() && isHub(address)) {
            connection.setRequestProperty("Authorization", "Bearer " + token.get());
        }
        return connection;
    }

    private boolean isHub(URI address) {
        return endpoint.getScheme().equals(address.getScheme())
                && endpoint.getAuthority().equals(address.getAuthority());
    }

    /** Refuses what trying again cannot change; throws {@link IOException} for the rest. */
    static void requireOk(HttpURLConnection connection, String what) throws IOException {
        int status = connection.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_PARTIAL) {
            return;
        }
        connection.disconnect();
        String answer = "%s answers %d for %s".formatted(connection.getURL(), status, what);
        switch (status) {
            case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_FORBIDDEN ->
                    throw new FetchException(
                            answer + "; accept the model's licence there and set HF_TOKEN");
            case HttpURLConnection.HTTP_NOT_FOUND ->
                    throw new FetchException(answer + "; check its name and revision");
            default -> throw new IOException(answer);
        }
    }
}
