package dev.tlora.diffusion.fetch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** A hub with one model, on two ports: the second is where large files are redirected to. */
final class UnreliableHub implements AutoCloseable {

    static final String MODEL = "acme/tiny-xl";

    private static final String RANGE = "bytes=";

    private final HttpServer hub;
    private final HttpServer storage;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final Map<String, String> claimedHashes = new ConcurrentHashMap<>();
    private final Map<String, Integer> dropsAfter = new ConcurrentHashMap<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> tokensAtStorage = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean honoursRanges = true;
    private volatile boolean stopsDropping = true;
    private volatile String redirect = "";

    UnreliableHub() throws IOException {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        hub = HttpServer.create(anywhere, 0);
        storage = HttpServer.create(anywhere, 0);
        hub.createContext("/", this::answerAtHub);
        storage.createContext("/", this::answerAtStorage);
        hub.start();
        storage.start();
    }

    URI address() {
        return at(hub);
    }

    private static URI at(HttpServer server) {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    void put(String path, String content) {
        files.put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    void put(String path, byte[] content) {
        files.put(path, content);
    }

    void claimHash(String path, String hash) {
        claimedHashes.put(path, hash);
    }

    /** Breaks the connection off after so many bytes, once or always. */
    void dropAfter(String path, int bytes, boolean always) {
        dropsAfter.put(path, bytes);
        stopsDropping = !always;
    }

    void ignoreRanges() {
        honoursRanges = false;
    }

    /** Redirects large files there instead. */
    void redirectTo(String address) {
        redirect = address;
    }

    /** Files asked for, with the first byte where it was not 0. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    void forgetRequests() {
        requests.clear();
    }

    List<String> tokensAtStorage() {
        return List.copyOf(tokensAtStorage);
    }

    private void answerAtHub(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/api/models/" + MODEL + "/revision/main")) {
            send(exchange, 200, listing());
            return;
        }
        String prefix = "/" + MODEL + "/resolve/main/";
        String file = path.startsWith(prefix) ? path.substring(prefix.length()) : "";
        if (!files.containsKey(file)) {
            send(exchange, 404, new byte[0]);
        } else if (isLarge(file)) {
            String target = redirect.isEmpty() ? at(storage) + "/" + file : redirect;
            exchange.getResponseHeaders().add("Location", target);
            send(exchange, 302, new byte[0]);
        } else {
            sendFile(exchange, file);
        }
    }

    private void answerAtStorage(HttpExchange exchange) throws IOException {
        tokensAtStorage.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        sendFile(exchange, exchange.getRequestURI().getPath().substring(1));
    }

    private void sendFile(HttpExchange exchange, String path) throws IOException {
        byte[] content = files.get(path);
        String range = exchange.getRequestHeaders().getFirst("Range");
        int begin = 0;
        if (range != null && honoursRanges) {
            begin = Integer.parseInt(range.substring(RANGE.length(), range.length() - 1));
            exchange.getResponseHeaders()
                    .add(
                            "Content-Range",
                            "bytes %d-%d/%d".formatted(begin, content.length - 1, content.length));
        }
        requests.add(begin == 0 ? path : path + "@" + begin);
        Integer drop = stopsDropping ? dropsAfter.remove(path) : dropsAfter.get(path);
        int end = drop == null ? content.length : Math.min(content.length, begin + drop);
        exchange.sendResponseHeaders(begin > 0 ? 206 : 200, content.length - begin);
        exchange.getResponseBody().write(content, begin, end - begin);
        exchange.getResponseBody().flush();
        exchange.close(); // breaks the connection off where the promised length was not met
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private byte[] listing() {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        var siblings = root.put("sha", "c0ffee").putArray("siblings");
        files.forEach(
                (path, content) -> {
                    ObjectNode file = siblings.addObject().put("rfilename", path);
                    file.put("size", content.length);
                    file.put("blobId", hash("SHA-1", blob(content)));
                    if (isLarge(path)) {
                        String hash = claimedHashes.getOrDefault(path, hash("SHA-256", content));
                        file.putObject("lfs").put("sha256", hash).put("size", content.length);
                    }
                });
        try {
            return json.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isLarge(String path) {
        return path.endsWith(".safetensors") || path.endsWith(".bin");
    }

    private static byte[] blob(byte[] content) {
        byte[] head = "blob %d\0".formatted(content.length).getBytes(StandardCharsets.US_ASCII);
        byte[] blob = new byte[head.length + content.length];
        System.arraycopy(head, 0, blob, 0, head.length);
        System.arraycopy(content, 0, blob, head.length, content.length);
        return blob;
    }

    private static String hash(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        storage.stop(0);
    }
}
