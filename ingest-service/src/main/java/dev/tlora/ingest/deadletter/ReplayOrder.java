package dev.tlora.ingest.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Which dead letters to put back, and how to change them.
 *
 * @param reason only those of this class; {@code null} for all
 * @param key only those of this key, such as a run's id; {@code null} for all
 * @param amend merged into each record's JSON (RFC 7396); {@code null} to leave it as it is
 * @param again whether those that were put back before are put back once more
 */
record ReplayOrder(String reason, String key, JsonNode amend, boolean again) {

    static final ReplayOrder ALL = new ReplayOrder(null, null, null, false);

    boolean wants(DeadLetter letter) {
        return (reason == null || reason.equals(letter.reason()))
                && (key == null || key.equals(letter.key()))
                && (again || !letter.replayed());
    }

    Optional<JsonNode> amendment() {
        return Optional.ofNullable(amend).filter(JsonNode::isObject);
    }
}
