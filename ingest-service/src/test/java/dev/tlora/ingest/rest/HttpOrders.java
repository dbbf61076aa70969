package dev.tlora.ingest.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tlora.ingest.Pictures;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Orders by HTTP and what becomes of them. */
final class HttpOrders {

    static final String PROBLEM = "application/problem+json";

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration OFTEN = Duration.ofMillis(30);

    private HttpOrders() {}

    static ValidatableResponse post(String json) {
        return given().contentType("application/json").body(json).post("/concepts").then();
    }

    static String order(Path photo, String className, String runId) {
        return "{\"image\": \"%s\", \"className\": \"%s\", \"runId\": \"%s\"}"
                .formatted(photo.toUri(), className, runId);
    }

    /** A photo of its own in a file of its own. */
    static Path photo(int seed) {
        return file("photo.png", Pictures.photo(150, 140, seed));
    }

    static Path file(String name, byte[] content) {
        try {
            Path target = Path.of("target").toAbsolutePath();
            return Files.write(Files.createTempDirectory(target, "sent-").resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void awaitState(String runId, String state) {
        await().atMost(LONG)
                .pollDelay(Duration.ZERO)
                .pollInterval(OFTEN)
                .untilAsserted(
                        () ->
                                assertThat(given().get("/runs/" + runId).<String>path("state"))
                                        .isEqualTo(state));
    }
}
