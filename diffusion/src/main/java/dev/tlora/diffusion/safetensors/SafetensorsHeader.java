package dev.tlora.diffusion.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file: eight bytes of little-endian length, then an object with
 * one entry per tensor and an optional {@code __metadata__} of strings.
 *
 * <p>Checked before anything is allocated that it claims: length, offsets inside the file, no
 * overlap and no hole (format specification: https://github.com/huggingface/safetensors).
 */
record SafetensorsHeader(
        Map<String, TensorInfo> tensors, Map<String, String> metadata, long dataStart) {

    /** The reference implementation's limit. */
    static final long MAX_BYTES = 100_000_000;

    static final String METADATA = "__metadata__";

    static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonParser.Feature.AUTO_CLOSE_SOURCE)
                    .build();

    static SafetensorsHeader parse(byte[] json, long fileSize) throws IOException {
        JsonNode root = JSON.readTree(json);
        if (root == null || !root.isObject()) {
            throw new IllegalArgumentException("the header is not a JSON object");
        }
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        root.properties()
                .forEach(
                        entry -> {
                            if (entry.getKey().equals(METADATA)) {
                                metadata.putAll(readMetadata(entry.getValue()));
                            } else {
                                tensors.put(entry.getKey(), readTensor(entry));
                            }
                        });
        long dataStart = Long.BYTES + (long) json.length;
        requireContiguous(tensors, fileSize - dataStart);
        return new SafetensorsHeader(tensors, metadata, dataStart);
    }

    private static Map<String, String> readMetadata(JsonNode node) {
        Map<String, String> metadata = new LinkedHashMap<>();
        node.properties()
                .forEach(
                        entry -> {
                            if (!entry.getValue().isTextual()) {
                                throw new IllegalArgumentException(
                                        "metadata '" + entry.getKey() + "' is not a string");
                            }
                            metadata.put(entry.getKey(), entry.getValue().textValue());
                        });
        return metadata;
    }

    private static TensorInfo readTensor(Map.Entry<String, JsonNode> entry) {
        JsonNode node = entry.getValue();
        JsonNode offsets = node.path("data_offsets");
        if (!node.path("dtype").isTextual() || !node.path("shape").isArray()) {
            throw new IllegalArgumentException(
                    "tensor '" + entry.getKey() + "' lacks dtype or shape");
        }
        if (offsets.size() != 2) {
            throw new IllegalArgumentException("tensor '" + entry.getKey() + "' lacks offsets");
        }
        try {
            List<Long> shape = new ArrayList<>();
            node.path("shape").forEach(dimension -> shape.add(wholeNumber(dimension)));
            return new TensorInfo(
                    TensorType.parse(node.path("dtype").textValue()),
                    shape,
                    wholeNumber(offsets.get(0)),
                    wholeNumber(offsets.get(1)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "tensor '" + entry.getKey() + "': " + e.getMessage(), e);
        }
    }

    private static long wholeNumber(JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new IllegalArgumentException(node + " is not a whole number");
        }
        return node.longValue();
    }

    private static void requireContiguous(Map<String, TensorInfo> tensors, long dataBytes) {
        List<Map.Entry<String, TensorInfo>> ordered = new ArrayList<>(tensors.entrySet());
        ordered.sort(Comparator.comparingLong(entry -> entry.getValue().begin()));
        long position = 0;
        for (Map.Entry<String, TensorInfo> entry : ordered) {
            if (entry.getValue().begin() != position) {
                throw new IllegalArgumentException(
                        "tensor '%s' begins at byte %d of the data, expected %d"
                                .formatted(entry.getKey(), entry.getValue().begin(), position));
            }
            position = entry.getValue().end();
        }
        if (position != dataBytes) {
            throw new IllegalArgumentException(
                    "the header describes %d bytes of data, the file holds %d"
                            .formatted(position, dataBytes));
        }
    }
}
