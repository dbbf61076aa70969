package dev.tlora.ingest.rest;

import static dev.tlora.ingest.ManyTenants.ACME;
import static dev.tlora.ingest.ManyTenants.ADMIN;
import static dev.tlora.ingest.ManyTenants.OTHER;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import dev.tlora.ingest.ManyTenants;
import dev.tlora.runtime.Broker;
import dev.tlora.runtime.EventSender;
import dev.tlora.schemas.CancelRequested;
import dev.tlora.schemas.RunEvent;
import dev.tlora.schemas.Stage;
import dev.tlora.schemas.Topics;
import dev.tlora.testing.FleetResource;
import dev.tlora.testing.TopicContent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The interface with keys: two tenants and someone who looks after the fleet. */
@QuarkusTest
@TestProfile(ManyTenants.class)
@QuarkusTestResource(FleetResource.class)
class GuardedInterfaceIT {

    private static final Duration LONG = Duration.ofMinutes(2);

    @Inject Broker broker;
    @Inject EventSender sender;

    @Test
    void onlyTheOwnersKeyAndThatOfTheFleetErase() throws Exception {
        // Given
        order(ACME, "acme-erased").then().statusCode(202);
        awaitState("acme-erased", "prepared");
        sender.send(
                Topics.RUNS,
                new RunEvent.Failed(
                        "acme-erased", Instant.now(), 1, Stage.TRAINING, "ended", null));
        awaitState("acme-erased", "failed");

        // When
        Response stranger = as(OTHER).delete("/concepts/acme-erased");
        Response nobody = given().delete("/concepts/acme-erased");
        Response plan = as(ADMIN).delete("/concepts/acme-erased?dryRun=true");
        Response owner = as(ACME).delete("/concepts/acme-erased");

        // Then
        stranger.then().statusCode(404);
        nobody.then().statusCode(401);
        plan.then().statusCode(200).body("erased", equalTo(false)).body("runs", hasSize(1));
        owner.then()
                .statusCode(200)
                .body("runs.runId", hasItem("acme-erased"))
                .body("runs.stopped", not(hasItem(false)));
        as(ACME).get("/runs/acme-erased").then().statusCode(404);
    }

    @Test
    void aHundredStrangersAtOnceReadAndChangeNothing() throws Exception {
        // Given
        order(ACME, "acme-1").then().statusCode(202);
        awaitState("acme-1", "prepared");
        ExecutorService crowd = Executors.newFixedThreadPool(20);
        List<Future<Response>> answers = new ArrayList<>();

        // When
        for (int i = 0; i < 100; i++) {
            String name = "stranger-" + i;
            switch (i % 4) {
                case 0 -> answers.add(crowd.submit(() -> order("wrong-key", name)));
                case 1 -> answers.add(crowd.submit(() -> order(null, name)));
                case 2 -> answers.add(crowd.submit(() -> as(OTHER).get("/runs/acme-1")));
                default ->
                        answers.add(
                                crowd.submit(() -> as(OTHER).get("/runs/acme-1/files/order.json")));
            }
        }
        List<Integer> statuses = new ArrayList<>();
        List<String> bodies = new ArrayList<>();
        for (Future<Response> answer : answers) {
            statuses.add(answer.get().statusCode());
            bodies.add(answer.get().asString());
        }
        crowd.shutdown();

        // Then
        assertThat(statuses).containsOnly(401, 404);
        assertThat(statuses).filteredOn(status -> status == 401).hasSize(50);
        assertThat(bodies).noneMatch(body -> body.contains("sks") || body.contains("accepted"));
        as(OTHER).get("/runs").then().statusCode(200).body("", hasSize(0));
        as(OTHER).get("/page/runs/acme-1").then().statusCode(404);
        as(OTHER).get("/runs/acme-1/events").then().statusCode(404);
        as(OTHER).delete("/runs/acme-1").then().statusCode(404);
        assertThat(new TopicContent(broker.bootstrapServers(), Topics.CONCEPTS).records())
                .noneMatch(record -> new String(record.value(), UTF_8).contains("stranger-"));
        as(ACME).get("/runs").then().body("runId", hasItem("acme-1"));
    }

    @Test
    void aTenantOrdersForItselfAloneAndOnlyWithinItsScopes() {
        String foreign = json("acme-2").replaceFirst("\\{", "{\"tenant\":\"other\",");

        as(ACME).contentType("application/json")
                .body(foreign)
                .post("/concepts")
                .then()
                .statusCode(400)
                .body("problems.path", hasItem("$.tenant"));
        as(ADMIN)
                .contentType("application/json")
                .body(json("acme-3"))
                .post("/concepts")
                .then()
                .statusCode(403);
        as(ACME).get("/dead-letters/tlora.latents").then().statusCode(403);
    }

    @Test
    void deadLettersArePutBackAmendedAndOnlyOnce() {
        // Given
        letter("nan-1", "nan");
        letter("model-1", "model");

        // When
        Response replay =
                as(ADMIN)
                        .contentType("application/json")
                        .body("{\"reason\":\"nan\",\"amend\":{\"training\":{\"steps\":5}}}")
                        .post("/dead-letters/tlora.latents/replay");

        // Then
        as(ADMIN)
                .contentType("application/json")
                .body("{\"reson\":\"nan\"}")
                .post("/dead-letters/tlora.latents/replay")
                .then()
                .statusCode(400);
        replay.then().statusCode(200).body("replayed", equalTo(1)).body("left", equalTo(1));
        List<ConsumerRecord<String, byte[]>> back =
                new TopicContent(broker.bootstrapServers(), Topics.LATENTS)
                        .records().stream().filter(record -> "nan-1".equals(record.key())).toList();
        assertThat(back)
                .singleElement()
                .satisfies(
                        record -> {
                            assertThat(new String(record.value(), UTF_8))
                                    .isEqualTo("{\"training\":{\"steps\":5,\"rank\":4}}");
                            assertThat(record.headers().lastHeader("dead-letter-class")).isNull();
                            assertThat(record.headers().lastHeader("replayed-from")).isNotNull();
                        });
        as(ADMIN)
                .post("/dead-letters/tlora.latents/replay")
                .then()
                .body("replayed", equalTo(1))
                .body("left", equalTo(0));
        as(ADMIN).get("/dead-letters/tlora.latents").then().body("replayed", not(hasItem(false)));
    }

    @Test
    void whatIsNoOrderBecomesADeadLetterWithItsClass() {
        sender.send(new ProducerRecord<>(Topics.CONCEPTS, "junk", new byte[] {1, 2, 3}));

        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                as(ADMIN)
                                        .get("/dead-letters/tlora.concepts")
                                        .then()
                                        .body("reason", hasItem("malformed"))
                                        .body("source[0]", not(equalTo("null/null/null"))));
    }

    @Test
    void aWaitingOrderIsCancelledAtOnceAndNeverPrepared() throws Exception {
        // Given
        Instant now = Instant.now();

        // When
        sender.send(Topics.CONTROL, new CancelRequested("waiting-1", now, false));
        TopicContent runs = new TopicContent(broker.bootstrapServers(), Topics.RUNS);
        await().atMost(LONG).until(() -> runs.events("waiting-1", RunEvent.class).size() == 1);
        send("waiting-1", now.minusSeconds(5));
        send("next-1", now);

        // Then
        await().atMost(LONG)
                .until(
                        () ->
                                runs.events("next-1", RunEvent.class).stream()
                                        .anyMatch(RunEvent.Prepared.class::isInstance));
        assertThat(runs.events("waiting-1", RunEvent.class))
                .hasOnlyElementsOfType(RunEvent.Cancelled.class);
    }

    private static void awaitState(String runId, String state) {
        await().atMost(LONG)
                .untilAsserted(
                        () ->
                                assertThat(as(ACME).get("/runs/" + runId).<String>path("state"))
                                        .isEqualTo(state));
    }

    private void send(String runId, Instant ordered) {
        sender.send(
                new ProducerRecord<>(
                        Topics.CONCEPTS,
                        0,
                        ordered.toEpochMilli(),
                        runId,
                        json(runId).getBytes(StandardCharsets.UTF_8)));
    }

    private void letter(String key, String reason) {
        ProducerRecord<String, byte[]> letter =
                new ProducerRecord<>(
                        "tlora.latents.dlq",
                        key,
                        "{\"training\":{\"steps\":9,\"rank\":4}}".getBytes(UTF_8));
        letter.headers().add("dead-letter-class", reason.getBytes(UTF_8));
        sender.send(letter);
    }

    private static Response order(String key, String runId) {
        return as(key).contentType("application/json").body(json(runId)).post("/concepts");
    }

    private static RequestSpecification as(String key) {
        return key == null ? given() : given().header("Authorization", "Bearer " + key);
    }

    private static String json(String runId) {
        int seed = Math.floorMod(runId.hashCode(), 1000);
        return "{\"image\":\"%s\",\"className\":\"cat\",\"runId\":\"%s\",\"training\":{\"rank\":4}}"
                .formatted(HttpOrders.photo(seed).toUri(), runId);
    }
}
