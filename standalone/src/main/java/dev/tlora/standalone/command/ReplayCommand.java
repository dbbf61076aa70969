package dev.tlora.standalone.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tlora.schemas.EventJson;
import dev.tlora.standalone.client.FleetClient;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts dead letters back. */
@Command(
        name = "replay",
        description = "Puts dead letters back into the topic they came from.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tlora replay tlora.latents --list",
            "  tlora replay tlora.latents --reason nan --set training.learningRate=0.00005",
            "  tlora replay tlora.concepts --key my-cat"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final String ROW = "%-20s %-14s %-9s %s%n";

    @Parameters(
            paramLabel = "TOPIC",
            description = "Where the dead letters came from, e.g. tlora.latents.")
    private String topic;

    @Option(names = "--list", description = "Lists them and puts none back.")
    private boolean list;

    @Option(
            names = "--reason",
            paramLabel = "CLASS",
            description =
                    "Only those of a class: malformed, rejected, store, broker, model,"
                            + " out-of-memory, nan, timeout, workers-lost or unexpected.")
    private String reason;

    @Option(names = "--key", description = "Only those of a key, such as a run's id.")
    private String key;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Changes a setting in each, e.g. training.steps=400; may be repeated.")
    private Map<String, String> settings = Map.of();

    @Option(names = "--again", description = "Those that were put back before, too.")
    private boolean again;

    @Mixin private FleetOption fleet;

    @Override
    public Integer call() {
        FleetClient client = new FleetClient(fleet.required());
        if (list) {
            print(client.deadLetters(topic));
            return 0;
        }
        JsonNode done = client.replay(topic, order());
        System.out.printf(
                "%d put back into %s, %d cannot be, %d left%n",
                done.path("replayed").asInt(),
                topic,
                done.path("skipped").asInt(),
                done.path("left").asInt());
        return 0;
    }

    private void print(JsonNode letters) {
        System.out.printf(ROW, "KEY", "REASON", "PUT BACK", "MESSAGE");
        for (JsonNode letter : letters) {
            System.out.printf(
                    ROW,
                    letter.path("key").asText("-"),
                    letter.path("reason").asText(),
                    letter.path("replayed").asBoolean() ? "yes" : "no",
                    letter.path("message").asText());
        }
    }

    private ObjectNode order() {
        ObjectMapper json = EventJson.newMapper();
        ObjectNode order = json.createObjectNode().put("again", again);
        if (reason != null) {
            order.put("reason", reason);
        }
        if (key != null) {
            order.put("key", key);
        }
        ObjectNode amend = json.createObjectNode();
        settings.forEach((path, value) -> set(json, amend, path, value));
        return amend.isEmpty() ? order : order.set("amend", amend);
    }

    private static void set(ObjectMapper json, ObjectNode amend, String path, String value) {
        String[] names = path.split("\\.", -1);
        ObjectNode parent = amend;
        for (int i = 0; i < names.length - 1; i++) {
            parent = parent.withObject("/" + names[i]);
        }
        parent.set(names[names.length - 1], parsed(json, value));
    }

    /** Numbers and the like as such, everything else as text. */
    private static JsonNode parsed(ObjectMapper json, String value) {
        try {
            return json.readTree(value);
        } catch (IOException e) {
            return json.getNodeFactory().textNode(value);
        }
    }
}
