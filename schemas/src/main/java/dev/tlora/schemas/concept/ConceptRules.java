package dev.tlora.schemas.concept;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tlora.schemas.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules that JSON Schema cannot say well: how fields depend on each other, and what is inside a
 * URI. Fields of a wrong type are the schema's matter and passed over.
 */
final class ConceptRules {

    private ConceptRules() {}

    static List<Problem> problems(ObjectNode event) {
        List<Problem> problems = new ArrayList<>();
        photoCount(event, problems);
        uris(event, problems);
        ranks(event.path("training"), problems);
        timesteps(event.path("training").path("timesteps"), problems);
        prior(event.path("training"), problems);
        return problems;
    }

    private static void photoCount(ObjectNode event, List<Problem> problems) {
        if (!event.has("image") && !event.has("images")) {
            problems.add(
                    new Problem(
                            "$.image",
                            "is missing; give the URI of a photo, or several in 'images'"));
        }
        if (event.has("image") && event.has("images")) {
            problems.add(
                    new Problem("$.images", "must not come with 'image'; move that photo in here"));
        }
        if (event.has("mask") && event.path("images").size() > 1) {
            problems.add(
                    new Problem("$.mask", "fits a single photo only; leave it out with several"));
        }
    }

    private static void uris(ObjectNode event, List<Problem> problems) {
        uri(event.path("image"), JsonPath.ROOT.child("image"), problems);
        uri(event.path("mask"), JsonPath.ROOT.child("mask"), problems);
        JsonPath images = JsonPath.ROOT.child("images");
        for (int index = 0; index < event.path("images").size(); index++) {
            uri(event.path("images").path(index), images.child(index), problems);
        }
    }

    private static void uri(JsonNode uri, JsonPath path, List<Problem> problems) {
        if (uri.isTextual() && !uri.asText().isEmpty()) {
            PhotoUri.problem(uri.asText())
                    .ifPresent(message -> problems.add(new Problem(path.toString(), message)));
        }
    }

    private static void ranks(JsonNode training, List<Problem> problems) {
        JsonNode rank = training.path("rank");
        JsonNode minRank = training.path("minRank");
        if (rank.isNumber() && minRank.isNumber() && minRank.asDouble() > rank.asDouble()) {
            problems.add(
                    new Problem(
                            "$.training.minRank",
                            "must not exceed rank %s, is %s; lower it or raise the rank"
                                    .formatted(rank.asText(), minRank.asText())));
        }
    }

    private static void timesteps(JsonNode ends, List<Problem> problems) {
        JsonNode first = ends.path(0);
        JsonNode last = ends.path(1);
        if (first.isNumber() && last.isNumber() && first.asDouble() > last.asDouble()) {
            problems.add(
                    new Problem(
                            "$.training.timesteps",
                            "must rise, is [%s, %s]; give the smaller one first"
                                    .formatted(first.asText(), last.asText())));
        }
    }

    private static void prior(JsonNode training, List<Problem> problems) {
        if (training.has("priorImages") && !training.has("priorWeight")) {
            problems.add(
                    new Problem(
                            "$.training.priorImages",
                            "needs 'priorWeight', e.g. 1.0; leave it out for a training without"
                                    + " pictures of the class"));
        }
    }
}
