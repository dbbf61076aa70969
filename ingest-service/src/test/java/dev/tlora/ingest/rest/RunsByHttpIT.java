package dev.tlora.ingest.rest;

import static dev.tlora.ingest.rest.HttpOrders.PROBLEM;
import static dev.tlora.ingest.rest.HttpOrders.awaitState;
import static dev.tlora.ingest.rest.HttpOrders.file;
import static dev.tlora.ingest.rest.HttpOrders.order;
import static dev.tlora.ingest.rest.HttpOrders.photo;
import static dev.tlora.ingest.rest.HttpOrders.post;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.runtime.Broker;
import dev.tlora.runtime.EventSender;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.Topics;
import dev.tlora.testing.FleetResource;
import dev.tlora.testing.TopicContent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs by HTTP: their events, their files, and an end to them. */
@QuarkusTest
@QuarkusTestResource(FleetResource.class)
class RunsByHttpIT {

    @Inject Broker broker;
    @Inject ArtifactStore store;
    @Inject EventSender sender;

    @Test
    void eventsAreToldFromTheFirstToTheLastAndThenTheStreamEnds() {
        // Given
        Path text = file("notes.png", "no picture".getBytes(UTF_8));
        sender.send(
                Topics.CONCEPTS,
                new ConceptSubmitted(
                        text.toUri(),
                        null,
                        "cat",
                        null,
                        null,
                        "ends-1",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null));
        awaitState("ends-1", "rejected");

        // When
        String told = given().accept("text/event-stream").get("/runs/ends-1/events").asString();

        // Then
        assertThat(told)
                .contains("event:run-rejected.v1")
                .containsPattern("id:\\d+")
                .containsPattern("data:\\{\"type\":\"run-rejected.v1\",\"runId\":\"ends-1\"");
        String last = told.replaceAll("(?s).*id:(\\d+).*", "$1");
        String after = given().header("Last-Event-ID", last).get("/runs/ends-1/events").asString();
        assertThat(after).doesNotContain("run-rejected");
    }

    @Test
    void cancellingAsksTheRunToStop() {
        // Given
        post(order(photo(6), "owl", "cancel-1")).statusCode(202);
        awaitState("cancel-1", "prepared");

        // When
        ValidatableResponse answer =
                given().delete("/runs/cancel-1?removeArtifacts=true").then().statusCode(202);

        // Then
        answer.body("runId", equalTo("cancel-1"));
        assertThat(
                        new TopicContent(broker.bootstrapServers(), Topics.CONTROL)
                                .events("cancel-1", CancelRequested.class))
                .singleElement()
                .satisfies(request -> assertThat(request.removeArtifacts()).isTrue());
    }

    @Test
    void artefactsAreServedWithTheirTypes() {
        // Given
        store.putBytes("runs/files-1/report.html", "<h1>fine</h1>".getBytes(UTF_8));
        store.putBytes("runs/files-1/adapter/tlora.safetensors", new byte[] {1, 2, 3});

        // When
        ValidatableResponse report = given().get("/runs/files-1/files/report.html").then();

        // Then
        report.statusCode(200).contentType("text/html");
        report.header("Content-Security-Policy", containsString("sandbox"));
        assertThat(given().get("/runs/files-1/files/adapter/tlora.safetensors").asByteArray())
                .containsExactly(1, 2, 3);
        given().get("/runs/files-1/files")
                .then()
                .body("$", contains("adapter/tlora.safetensors", "report.html"));
    }

    @ParameterizedTest
    @MethodSource("pathsOutside")
    void nothingOutsideTheRunsFolderIsServed(String path) {
        // Given
        store.putBytes("runs/inside/report.html", "x".getBytes(UTF_8));
        store.putBytes("uploads/secret.png", "secret of others".getBytes(UTF_8));

        // When
        ValidatableResponse answer = given().urlEncodingEnabled(false).get(path).then();

        // Then
        answer.statusCode(greaterThanOrEqualTo(400));
        assertThat(answer.extract().asString()).doesNotContain("secret of others");
    }

    static Stream<String> pathsOutside() {
        return Stream.of(
                "/runs/inside/files/../../../uploads/secret.png",
                "/runs/inside/files/%2e%2e/%2e%2e/uploads/secret.png",
                "/runs/inside/files/..%2f..%2fuploads%2fsecret.png",
                "/runs/%2e%2e/files/uploads/secret.png",
                "/runs/..%2fuploads/files/secret.png",
                "/runs/inside/files//etc/passwd",
                "/runs/inside/files/.hidden",
                "/runs/inside/files/absent.png");
    }

    @Test
    void unknownRunsAreNotFound() {
        // When
        ValidatableResponse answer = given().get("/runs/absent").then();

        // Then
        answer.statusCode(404).contentType(PROBLEM).body("detail", containsString("absent"));
        given().get("/runs/absent/events").then().statusCode(404).contentType(PROBLEM);
        given().delete("/runs/absent").then().statusCode(404).contentType(PROBLEM);
    }

    @Test
    void theInterfaceIsDescribed() {
        // When
        ValidatableResponse described = given().get("/q/openapi?format=json").then();

        // Then
        described.statusCode(200);
        assertThat(described.extract().jsonPath().<String, Object>getMap("paths"))
                .containsKeys("/concepts", "/runs", "/runs/{runId}", "/runs/{runId}/events");
    }

    @Test
    void aMethodThatIsNotThereIsRefusedAsAProblem() {
        // When
        ValidatableResponse answer = given().put("/concepts").then();

        // Then
        answer.statusCode(405).contentType(PROBLEM);
    }
}
