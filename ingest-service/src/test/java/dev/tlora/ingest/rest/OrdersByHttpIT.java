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
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.ingest.Pictures;
import dev.tlora.runtime.Broker;
import dev.tlora.schemas.Topics;
import dev.tlora.testing.FleetResource;
import dev.tlora.testing.TopicContent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Orders by HTTP: what is taken, and how the rest is refused. */
@QuarkusTest
@QuarkusTestResource(FleetResource.class)
class OrdersByHttpIT {

    @Inject Broker broker;
    @Inject ArtifactStore store;

    @Test
    void anOrderAsJsonBecomesAPreparedRun() {
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

    static Stream<Arguments> badOrders() {
        String photo = file("p.png", Pictures.photo(90, 90, 1)).toUri() + "";
        String text = file("notes.png", "milk, bread".getBytes(UTF_8)).toUri() + "";
        String tiny = file("t.png", Pictures.header(1, 1)).toUri() + "";
        String huge = file("h.png", Pictures.header(30000, 30000)).toUri() + "";
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
        int before = new TopicContent(broker.bootstrapServers(), Topics.CONCEPTS).records().size();

        // When
        ValidatableResponse answer = post(order.replace('\'', '"'));

        // Then
        answer.statusCode(400)
                .contentType(PROBLEM)
                .body("status", equalTo(400))
                .body("title", containsString("cannot"))
                .body("problems", hasSize(paths.size()))
                .body("problems.path", hasItems(paths.toArray()));
        assertThat(new TopicContent(broker.bootstrapServers(), Topics.CONCEPTS).records())
                .hasSize(before);
    }

    @Test
    void afterABadOrderTheNextOneIsProcessed() {
        // Given
        post("{\"className\": 1}").statusCode(400);

        // When
        post(order(photo(4), "fox", "next-1")).statusCode(202);

        // Then
        awaitState("next-1", "prepared");
    }

    @Test
    void aTakenNameIsAConflictAndTheSameOrderIsNot() {
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
    void pagesOfOtherSitesCannotOrder() {
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
    void aForeignContentTypeIsRefusedAsAProblem() {
        // When
        ValidatableResponse answer =
                given().contentType("text/csv").body("cat").post("/concepts").then();

        // Then
        answer.statusCode(415).contentType(PROBLEM);
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
}
