package dev.tlora.standalone.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.RunEvent;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** A fleet's HTTP interface. Safe for use by several threads. */
public final class FleetClient {

    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final Duration ANSWER = Duration.ofMinutes(2);
    private static final String DATA = "data:";

    private static final ObjectMapper JSON = EventJson.newMapper();

    private final URI fleet;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String key = System.getenv("TLORA_API_KEY");

    public FleetClient(URI fleet) {
        this.fleet = fleet;
    }

    /** Whether a fleet answers there right now. */
    public static boolean answers(URI fleet) {
        try {
            HttpRequest probe =
                    HttpRequest.newBuilder(fleet.resolve("/q/health/live")).timeout(PROBE).build();
            HttpClient client = HttpClient.newBuilder().connectTimeout(PROBE).build();
            return client.send(probe, BodyHandlers.discarding()).statusCode() < 500;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Orders a run.
     *
     * @return its id
     * @throws RefusedException with every problem, when the order is refused
     */
    public String submit(ConceptSubmitted order) {
        HttpRequest request =
                request("/concepts")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(EventJson.write(order)))
                        .build();
        return runIdOf(send(request));
    }

    /** Orders a run whose photo the fleet cannot see: the bytes travel along. */
    public String upload(ConceptSubmitted order, Multipart photo) {
        byte[] json = EventJson.write(order);
        HttpRequest request =
                request("/concepts")
                        .header("Content-Type", photo.contentType())
                        .POST(BodyPublishers.ofByteArray(photo.body(json)))
                        .build();
        return runIdOf(send(request));
    }

    private static String runIdOf(HttpResponse<String> response) {
        JsonNode answer = parse(response.body());
        if (answer.path("problems").isArray()) {
            throw RefusedException.of(answer);
        }
        requireOk(response);
        return answer.path("runId").asText();
    }

    /** All runs that the fleet knows. */
    public JsonNode runs() {
        return get("/runs");
    }

    /** One run. */
    public JsonNode run(String runId) {
        return get("/runs/" + runId);
    }

    /** Asks a run to stop. */
    public void cancel(String runId, boolean removeArtifacts) {
        String path = "/runs/" + runId + "?removeArtifacts=" + removeArtifacts;
        requireOk(send(request(path).DELETE().build()));
    }

    /**
     * Removes a concept for good.
     *
     * @param dryRun says only what would be removed
     * @return the report
     */
    public JsonNode erase(String conceptId, boolean dryRun) {
        String name = URLEncoder.encode(conceptId, StandardCharsets.UTF_8).replace("+", "%20");
        HttpResponse<String> response =
                send(request("/concepts/" + name + "?dryRun=" + dryRun).DELETE().build());
        JsonNode answer = parse(response.body());
        if (response.statusCode() >= 300 && answer.hasNonNull("detail")) {
            throw new FleetException(answer.path("detail").asText());
        }
        requireOk(response);
        return answer;
    }

    /** The dead letters of a topic. */
    public JsonNode deadLetters(String topic) {
        return get("/dead-letters/" + topic);
    }

    /** Puts dead letters back; says how many. */
    public JsonNode replay(String topic, JsonNode order) {
        HttpResponse<String> response =
                send(
                        request("/dead-letters/" + topic + "/replay")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(order.toString()))
                                .build());
        requireOk(response);
        return parse(response.body());
    }

    private JsonNode get(String path) {
        HttpResponse<String> response = send(request(path).build());
        requireOk(response);
        return parse(response.body());
    }

    private HttpRequest.Builder request(String path) {
        return authorized(path).timeout(ANSWER);
    }

    /** Carries the key that this process was given in {@code TLORA_API_KEY}, if any. */
    private HttpRequest.Builder authorized(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(fleet.resolve(path));
        if (key != null && !key.isBlank()) {
            request.header("Authorization", "Bearer " + key.strip());
        }
        return request;
    }

    /**
     * Reads a run's events from its first one on, as they come.
     *
     * @param listener returns whether it wants more
     */
    public void follow(String runId, Predicate<RunEvent> listener) {
        HttpRequest request =
                authorized("/runs/" + runId + "/events")
                        .header("Accept", "text/event-stream")
                        .build();
        try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
            boolean ended =
                    lines.filter(line -> line.startsWith(DATA))
                            .map(line -> line.substring(DATA.length()).strip())
                            .map(FleetClient::event)
                            .anyMatch(listener.negate());
            if (!ended) {
                throw new FleetException(
                        "the fleet at %s stopped telling about run %s; ask again with: tlora watch %s"
                                .formatted(fleet, runId, runId));
            }
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static RunEvent event(String json) {
        return EventJson.read(json.getBytes(StandardCharsets.UTF_8), RunEvent.class);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void requireOk(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            String said = response.body().length() > 200 ? "" : ": " + response.body();
            throw new FleetException(
                    "%s answered %d%s".formatted(response.uri(), response.statusCode(), said));
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new FleetException("the fleet's answer is not JSON: " + body, e);
        }
    }

    private FleetException unreachable(IOException cause) {
        if (cause instanceof SSLException) {
            return new FleetException(
                    ("no secure connection to %s: %s; name the authority of its certificate in"
                                    + " TLORA_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE")
                            .formatted(fleet, cause.getMessage()),
                    cause);
        }
        return new FleetException(
                "no fleet answers at %s; start one with: tlora up".formatted(fleet), cause);
    }

    private static FleetException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new FleetException("interrupted while waiting for the fleet", cause);
    }
}
