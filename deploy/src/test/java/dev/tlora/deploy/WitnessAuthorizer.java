package dev.tlora.deploy;

import dev.tlora.deploy.Grant.Request;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;

/**
 * Kafka's own authorizer, which remembers what it was asked and what it answered. Kafka makes it by
 * its name, so what it remembers is the JVM's.
 */
public final class WitnessAuthorizer extends StandardAuthorizer {

    private static final Set<Request> PERMITTED = ConcurrentHashMap.newKeySet();
    private static final Set<Request> REFUSED = ConcurrentHashMap.newKeySet();

    static void forget() {
        PERMITTED.clear();
        REFUSED.clear();
    }

    static Set<Request> permitted() {
        return Set.copyOf(PERMITTED);
    }

    static Set<Request> refused() {
        return Set.copyOf(REFUSED);
    }

    @Override
    public List<AuthorizationResult> authorize(
            AuthorizableRequestContext context, List<Action> actions) {
        List<AuthorizationResult> results = super.authorize(context, actions);
        String user = context.principal().getName();
        for (int i = 0; i < actions.size(); i++) {
            remember(user, actions.get(i), results.get(i));
        }
        return results;
    }

    /** Not what lists are filtered by: Kafka asks for everything there is, and logs no refusal. */
    private static void remember(String user, Action action, AuthorizationResult result) {
        if (!action.logIfDenied()) {
            return;
        }
        Request request =
                new Request(
                        user,
                        action.resourcePattern().resourceType(),
                        action.resourcePattern().name(),
                        action.operation());
        (result == AuthorizationResult.ALLOWED ? PERMITTED : REFUSED).add(request);
    }
}
