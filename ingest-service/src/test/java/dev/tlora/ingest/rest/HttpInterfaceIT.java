package dev.tlora.ingest.rest;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.ingest.BrokerResource;
import dev.tlora.ingest.Pictures;
import dev.tlora.ingest.Topic;
import dev.tlora.runtime.Broker;
import dev.tlora.runtime.EventSender;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.Topics;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class HttpInterfaceIT {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String PROBLEM = "application/problem+json";

    @Inject Broker broker;
    @Inject ArtifactStore store;
    @Inject EventSender sender;

    private final Path photos;

    HttpInterfaceIT() throws IOException {
        photos = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "photos-");
    }

    @Test
    void anOrderAsJsonBecomesAPreparedRun() throws IOException {
        // Given
        String order = order(photo(1), "cat", "json-1");

        // When
        ValidatableResponse answer = post(order);

        // Then
        answer.statusCode(202).body("runId", equalTo("json-1"));
        answer.header("Location", containsString("/runs/json-1"));
        awaitState("json-1", "prepared");
        given().get("/runs/json-1")
                .then()
                .statusCode(200)
                .body("className", equalTo("cat"))
                .body("stage", equalTo("training"))
                .body("model", equalTo("starter"))
                .body("times.accepted", containsString("T"))
                .body("times.prepared", containsString("T"));
        given().get("/runs").then().statusCode(200).body("runId", hasItem("json-1"));
    }

    @Test
    void aPhotoThatComesAlongIsKeptAndTrainedOn() {
        // Given
        byte[] photo = Pictures.photo(200, 180, 2);
        byte[] mask = Pictures.mask(200, 180, new Rectangle(60, 60, 60, 60));

        // When
        ValidatableResponse answer =
                given().multiPart("image", "cat.png", photo, "application/octet-stream")
                        .multiPart("mask", "mask.png", mask, "image/png")
                        .multiPart("className", "cat")
                        .multiPart("runId", "form-1")
                        .multiPart("training.rank", "4")
                        .post("/concepts")
                        .then();

        // Then
        answer.statusCode(202);
        awaitState("form-1", "prepared");
        assertThat(store.list("runs/form-1/concept"))
                .containsExactly(
                        "runs/form-1/concept/image-0.png", "runs/form-1/concept/mask-0.png");
    }

    @Test
    void anUploadedPhotoReplacesTheOneThatTheOrderNames() {
        // Given
        String order = order(Path.of("/nowhere/on/this/machine.png"), "cat", "form-2");

        // When
        ValidatableResponse answer =
                given().multiPart("order", order, "application/json")
                        .multiPart("image", "x.png", Pictures.photo(128, 128, 3), "image/png")
                        .post("/concepts")
                        .then();

        // Then
        answer.statusCode(202);
        awaitState("form-2", "prepared");
    }

    static Stream<Arguments> badOrders() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "bad-");
        String photo = Files.write(folder.resolve("p.png"), Pictures.photo(90, 90, 1)).toUri() + "";
        String text = Files.writeString(folder.resolve("notes.png"), "milk, bread").toUri() + "";
        String tiny = Files.write(folder.resolve("t.png"), Pictures.header(1, 1)).toUri() + "";
        String huge =
                Files.write(folder.resolve("h.png"), Pictures.header(30000, 30000)).toUri() + "";
        return Stream.of(
                Arguments.of("{'image': 'file:///p.png', 'className'", List.of("$")),
                Arguments.of("[1, 2]", List.of("$")),
                Arguments.of(
                        "{'image': '%s', 'classname': 'cat', 'training': {'rnak': 4}}"
                                .formatted(photo),
                        List.of("$.className", "$.classname", "$.training.rnak")),
                Arguments.of("{}", List.of("$.className", "$.image")),
                Arguments.of(
                        "{'image': '%s', 'className': 3, 'priority': 'high'}".formatted(photo),
                        List.of("$.className", "$.priority")),
                Arguments.of(
                        "{'image': '%s', 'className': 'cat', 'training': {'rank': 512}}"
                                .formatted(photo),
                        List.of("$.training.rank")),
                Arguments.of(
                        "{'image': '%s', 'className': 'cat', 'training': {'rank': 2, 'minRank': 4}}"
                                .formatted(photo),
                        List.of("$.training.minRank")),
                Arguments.of(
                        "{'images': ['%s', '%s', '%s', 'file:///absent/cat.png'], 'className': 'cat'}"
                                .formatted(text, tiny, huge),
                        List.of("$.images[0]", "$.images[1]", "$.images[2]", "$.images[3]")),
                Arguments.of(
                        "{'image': '%s', 'klassName': 'cat'}".formatted(text),
                        List.of("$.className", "$.klassName", "$.image")),
                Arguments.of(
                        "{'image': 'ftp://example.org/cat.png', 'className': 'cat'}",
                        List.of("$.image")));
    }

    @ParameterizedTest
    @MethodSource("badOrders")
    void everythingWrongIsToldInOneAnswer(String order, List<String> paths) {
        // Given
        int before = topic(Topics.CONCEPTS).records().size();

        // When
        ValidatableResponse answer = post(order.replace('\'', '"'));

        // Then
        answer.statusCode(400)
                .contentType(PROBLEM)
                .body("status", equalTo(400))
                .body("title", containsString("cannot"))
                .body("problems", hasSize(paths.size()))
                .body("problems.path", hasItems(paths.toArray()));
        assertThat(topic(Topics.CONCEPTS).records()).hasSize(before);
    }

    @Test
    void afterABadOrderTheNextOneIsProcessed() throws IOException {
        // Given
        post("{\"className\": 1}").statusCode(400);

        // When
        post(order(photo(4), "fox", "next-1")).statusCode(202);

        // Then
        awaitState("next-1", "prepared");
    }

    @Test
    void aTakenNameIsAConflictAndTheSameOrderIsNot() throws IOException {
        // Given
        Path photo = photo(5);
        post(order(photo, "cup", "taken-1")).statusCode(202);
        awaitState("taken-1", "prepared");

        // When
        ValidatableResponse other = post(order(photo, "mug", "taken-1"));

        // Then
        other.statusCode(409).contentType(PROBLEM).body("problems.path", contains("$.runId"));
        post(order(photo, "cup", "taken-1")).statusCode(202);
    }

    @Test
    void eventsAreToldFromTheFirstToTheLastAndThenTheStreamEnds() throws IOException {
        // Given
        Path text = Files.writeString(photos.resolve("notes.png"), "no picture");
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
    void cancellingAsksTheRunToStop() throws IOException {
        // Given
        post(order(photo(6), "owl", "cancel-1")).statusCode(202);
        awaitState("cancel-1", "prepared");

        // When
        ValidatableResponse answer =
                given().delete("/runs/cancel-1?removeArtifacts=true").then().statusCode(202);

        // Then
        answer.body("runId", equalTo("cancel-1"));
        assertThat(topic(Topics.CONTROL).events("cancel-1", CancelRequested.class))
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
    void aPhotoInsideTheOrderMayBeLargerThanARecord() {
        // Given
        String photo = Base64.getEncoder().encodeToString(Pictures.noise(900, 900));
        String order =
                "{\"image\": \"data:image/png;base64,%s\", \"className\": \"cat\", \"runId\": \"data-1\"}"
                        .formatted(photo);

        // When
        ValidatableResponse answer = post(order);

        // Then
        assertThat(order).hasSizeGreaterThan(1_500_000);
        answer.statusCode(202);
        awaitState("data-1", "prepared");
    }

    @Test
    void jsonThatIsTooLargeIsRefused() {
        // Given
        String order = "{\"image\": \"%s\"}".formatted("x".repeat(33 * 1024 * 1024));

        // When
        ValidatableResponse answer = post(order);

        // Then
        answer.statusCode(413).contentType(PROBLEM).body("detail", containsString("form"));
    }

    @Test
    void pagesOfOtherSitesCannotOrder() throws IOException {
        // Given
        String order = order(photo(7), "cat", "foreign-1");

        // When
        ValidatableResponse answer =
                given().header("Sec-Fetch-Site", "cross-site")
                        .multiPart("order", order, "application/json")
                        .post("/concepts")
                        .then();

        // Then
        answer.statusCode(403).contentType(PROBLEM);
        given().get("/runs/foreign-1").then().statusCode(404);
    }

    @Test
    void aMethodThatIsNotThereIsRefusedAsAProblem() {
        // When
        ValidatableResponse answer = given().put("/concepts").then();

        // Then
        answer.statusCode(405).contentType(PROBLEM);
    }

    @Test
    void aForeignContentTypeIsRefusedAsAProblem() {
        // When
        ValidatableResponse answer =
                given().contentType("text/csv").body("cat").post("/concepts").then();

        // Then
        answer.statusCode(415).contentType(PROBLEM);
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
    void thePageListsRunsAndTakesPhotos() {
        // Given
        given().get("/").then().statusCode(200).contentType("text/html");
        given().get("/page/tlora.js").then().statusCode(200);
        given().get("/webjars/htmx.org/2.0.10/dist/htmx.min.js").then().statusCode(200);

        // When
        String answer =
                given().multiPart("image", "a.png", Pictures.photo(80, 80, 9), "image/png")
                        .multiPart("className", "<b>cat</b>")
                        .multiPart("runId", "page-1")
                        .post("/page/orders")
                        .asString();

        // Then
        assertThat(answer).contains("page-1");
        awaitState("page-1", "prepared");
        assertThat(given().get("/page/runs").asString())
                .contains("page-1", "&lt;b&gt;cat")
                .doesNotContain("<b>cat");
    }

    private static ValidatableResponse post(String json) {
        return given().contentType("application/json").body(json).post("/concepts").then();
    }

    private static void awaitState(String runId, String state) {
        await().atMost(LONG)
                .untilAsserted(
                        () -> given().get("/runs/" + runId).then().body("state", equalTo(state)));
    }

    private static String order(Path photo, String className, String runId) {
        return "{\"image\": \"%s\", \"className\": \"%s\", \"runId\": \"%s\"}"
                .formatted(photo.toUri(), className, runId);
    }

    private Path photo(int seed) throws IOException {
        return Files.write(
                photos.resolve("photo-%d.png".formatted(seed)), Pictures.photo(150, 140, seed));
    }

    private Topic topic(String name) {
        return new Topic(broker.bootstrapServers(), name);
    }
}
