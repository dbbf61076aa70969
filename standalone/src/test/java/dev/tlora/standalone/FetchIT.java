package dev.tlora.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tlora.diffusion.checkpoint.RandomModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fetching a model and asking the doctor about it, as a user does. */
class FetchIT {

    private static final String LISTING = "/api/models/acme/tiny/revision/main";
    private static final String FILES = "/acme/tiny/resolve/main/";

    @TempDir Path folder;
    private Path published;
    private HttpServer hub;
    private Program tlora;

    @BeforeEach
    void publish() throws IOException {
        published = folder.resolve("published");
        RandomModel.write(published, 5);
        hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hub.createContext("/", this::answer);
        hub.start();
        tlora = new Program(folder);
    }

    @AfterEach
    void close() {
        hub.stop(0);
    }

    @Test
    void aFetchedModelIsWholeAndTheDoctorSaysThatItFits() throws Exception {
        String endpoint = "http://localhost:" + hub.getAddress().getPort();

        Program.Result fetched = tlora.run("fetch", "acme/tiny", "--endpoint", endpoint);
        hub.stop(0);
        Program.Result again = tlora.run("fetch", "acme/tiny", "--offline");
        Program.Result doctor = tlora.run("doctor", "tiny");

        assertThat(fetched.output())
                .contains("fetching")
                .contains("tlora-data/models/tiny is complete; use it with --model tiny");
        assertThat(List.of(fetched.exitCode(), again.exitCode())).containsOnly(0);
        assertThat(doctor.output())
                .containsPattern("ok +model .*tlora-data/models/tiny, native to 128 px")
                .containsPattern("ok +float32 on cpu\\(\\): U-Net .* available");
    }

    @Test
    void whatCannotBeFetchedIsSaidInOneSentence() throws Exception {
        Program.Result result =
                tlora.run("fetch", "acme/tiny", "--offline", "--as", "never-fetched");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output().strip())
                .startsWith("Error: ")
                .endsWith("never-fetched is not complete; fetch acme/tiny once without --offline")
                .hasLineCount(1);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body =
                path.equals(LISTING)
                        ? listing()
                        : Files.readAllBytes(published.resolve(path.substring(FILES.length())));
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private byte[] listing() throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        var siblings = root.putArray("siblings");
        try (Stream<Path> files = Files.walk(published)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                ObjectNode listed = siblings.addObject();
                listed.put("rfilename", published.relativize(file).toString());
                listed.put("size", content.length);
                listed.putObject("lfs").put("sha256", sha256(content));
            }
        }
        return json.writeValueAsBytes(root);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
