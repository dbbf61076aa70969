package dev.tlora.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** One operation that the chart permits to one service's user. */
record Grant(String user, ResourcePattern on, AclOperation operation) {

    private static final Set<AclOperation> IMPLY_DESCRIBE =
            Set.of(AclOperation.READ, AclOperation.WRITE, AclOperation.DELETE, AclOperation.ALTER);

    static List<Grant> ofChart() throws IOException {
        List<Grant> grants = new ArrayList<>();
        for (JsonNode user :
                RenderedChart.read(RenderedChart.CHART.resolve("files/acls.yaml")).path("users")) {
            for (JsonNode rule : user.path("acls")) {
                for (JsonNode operation : rule.path("operations")) {
                    grants.add(
                            new Grant(
                                    user.path("name").asText(),
                                    pattern(rule.path("resource")),
                                    operation(operation.asText())));
                }
            }
        }
        return grants;
    }

    AclBinding binding() {
        return new AclBinding(
                on,
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    /** Whether this alone would have let the request through, as Kafka's authorizer decides. */
    boolean permits(Request request) {
        return user.equals(request.user())
                && on.resourceType() == request.type()
                && matches(request.name())
                && includes(request.operation());
    }

    private boolean matches(String name) {
        return on.patternType() == PatternType.PREFIXED
                ? name.startsWith(on.name())
                : name.equals(on.name());
    }

    private boolean includes(AclOperation asked) {
        return operation == asked
                || operation == AclOperation.ALL
                || (asked == AclOperation.DESCRIBE && IMPLY_DESCRIBE.contains(operation))
                || (asked == AclOperation.DESCRIBE_CONFIGS
                        && operation == AclOperation.ALTER_CONFIGS);
    }

    private static ResourcePattern pattern(JsonNode resource) {
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
    private static AclOperation operation(String name) {
        return AclOperation.valueOf(
                name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
    }

    /** What a service's user wanted to do. */
    record Request(String user, ResourceType type, String name, AclOperation operation) {}
}
