package dev.tlora.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tlora.broker.EmbeddedBroker;
import dev.tlora.broker.Topic;
import dev.tlora.schemas.Topics;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A broker with the chart's topics, whose users may do what the chart permits and no more. */
final class GuardedBroker implements AutoCloseable {

    static final List<String> SERVICES = List.of("ingest", "trainer", "sampler", "evaluator");

    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required ";
    private static final String HOST = "127.0.0.1:";

    private final EmbeddedBroker broker;
    private final int guarded;

    private GuardedBroker(EmbeddedBroker broker, int guarded) {
        this.broker = broker;
        this.guarded = guarded;
    }

    static GuardedBroker start(Path folder) throws Exception {
        int open = freePort();
        int guarded = freePort();
        String controller = HOST + freePort();
        String clients = "PLAINTEXT://" + HOST + open + ",SASL://" + HOST + guarded;
        StringBuilder users = new StringBuilder(LOGIN);
        SERVICES.forEach(name -> users.append("user_%1$s=\"%1$s\" ".formatted(name)));
        EmbeddedBroker broker =
                EmbeddedBroker.in(folder)
                        .port(open)
                        .property("listeners", clients + ",CONTROLLER://" + controller)
                        .property("advertised.listeners", clients)
                        .property("controller.quorum.voters", "1@" + controller)
                        .property(
                                "listener.security.protocol.map",
                                "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT")
                        .property("sasl.enabled.mechanisms", "PLAIN")
                        .property("listener.name.sasl.plain.sasl.jaas.config", users + ";")
                        .property(
                                "authorizer.class.name",
                                "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                        .property("super.users", "User:ANONYMOUS")
                        .start();
        GuardedBroker started = new GuardedBroker(broker, guarded);
        broker.createTopics(
                Topics.all().stream()
                        .map(topic -> new Topic(topic.name(), topic.partitions(), Map.of()))
                        .toList());
        started.permit();
        return started;
    }

    private void permit() throws Exception {
        List<AclBinding> permissions = new ArrayList<>();
        for (JsonNode user :
                RenderedChart.read(RenderedChart.CHART.resolve("files/acls.yaml")).path("users")) {
            String principal = "User:" + user.path("name").asText();
            for (JsonNode rule : user.path("acls")) {
                for (JsonNode operation : rule.path("operations")) {
                    permissions.add(
                            new AclBinding(
                                    resource(rule.path("resource")), entry(principal, operation)));
                }
            }
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", openAddress()))) {
            admin.createAcls(permissions).all().get();
        }
    }

    private static ResourcePattern resource(JsonNode resource) {
        String type = resource.path("type").asText();
        return new ResourcePattern(
                type.equals("transactionalId")
                        ? ResourceType.TRANSACTIONAL_ID
                        : ResourceType.fromString(type),
                resource.path("name").asText(),
                resource.path("patternType").asText().equals("prefix")
                        ? PatternType.PREFIXED
                        : PatternType.LITERAL);
    }

    /** Strimzi writes the operations' names as one word. */
    private static AccessControlEntry entry(String principal, JsonNode operation) {
        String name =
                operation.asText().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
        return new AccessControlEntry(
                principal, "*", AclOperation.valueOf(name), AclPermissionType.ALLOW);
    }

    /** For whoever may do everything. */
    String openAddress() {
        return broker.bootstrapServers();
    }

    /** Kafka settings of a service's own user. */
    Map<String, String> settingsOf(String service) {
        return Map.of(
                "kafka.bootstrap.servers",
                HOST + guarded,
                "kafka.security.protocol",
                "SASL_PLAINTEXT",
                "kafka.sasl.mechanism",
                "PLAIN",
                "kafka.sasl.jaas.config",
                LOGIN + "username=\"%1$s\" password=\"%1$s\";".formatted(service));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
