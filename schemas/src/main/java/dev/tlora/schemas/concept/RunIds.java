package dev.tlora.schemas.concept;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.EventJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Names runs: by the user's own id, else by what was ordered, so the same order is one run. */
public final class RunIds {

    private static final Pattern VALID = Pattern.compile("(?!\\.)(?!.*\\.\\.)[A-Za-z0-9._-]{1,64}");

    /** 64 bits: a million runs collide with probability 3e-8. */
    private static final int DERIVED_LENGTH = 16;

    private static final ObjectMapper MAPPER =
            EventJson.newMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private RunIds() {}

    /**
     * The id of the run that an order becomes. Without an id of the user's it follows from every
     * field of the order, whatever their sequence and spacing, and from the photos themselves;
     * where the photos lie does not matter.
     *
     * @param imageSha256 of the photos, in the order of {@link ConceptSubmitted#photos()}
     * @throws IllegalArgumentException when the user's id is not a valid one, or hashes are missing
     */
    public static String derive(ConceptSubmitted event, List<String> imageSha256) {
        if (event.runId() != null) {
            return requireValid(event.runId());
        }
        if (imageSha256.size() < event.photos().size()) {
            throw new IllegalArgumentException(
                    "%d photos need as many hashes, got %d"
                            .formatted(event.photos().size(), imageSha256.size()));
        }
        String canonical = canonical(event) + "\n" + String.join("\n", imageSha256);
        return shortHash(canonical.getBytes(UTF_8));
    }

    /** The id under which an unreadable order is rejected. */
    static String ofRecord(byte[] value) {
        return shortHash(value);
    }

    static boolean isValid(String runId) {
        return VALID.matcher(runId).matches();
    }

    /**
     * Passes a valid id on: 1 to 64 letters, digits, dots, hyphens and underscores, no dot first
     * and no two dots in a row, so that it is safe as a folder's name.
     *
     * @throws IllegalArgumentException for any other
     */
    public static String requireValid(String runId) {
        if (!isValid(runId)) {
            throw new IllegalArgumentException(
                    ("runId '%s' must be 1 to 64 of A-Z a-z 0-9 . _ - without a dot first or two"
                                    + " dots in a row")
                            .formatted(runId));
        }
        return runId;
    }

    private static String canonical(ConceptSubmitted event) {
        Map<String, Object> fields =
                MAPPER.convertValue(event, new TypeReference<Map<String, Object>>() {});
        fields.remove("image");
        fields.remove("images");
        try {
            return MAPPER.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the canonical form of an order", e);
        }
    }

    private static String shortHash(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash).substring(0, DERIVED_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
