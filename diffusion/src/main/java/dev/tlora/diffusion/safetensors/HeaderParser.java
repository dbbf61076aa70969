package dev.tlora.diffusion.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the header's JSON token by token and stops at the first thing the format does not allow, so
 * a hostile header costs no more memory than the tensors it spells out.
 */
final class HeaderParser {

    /** More than any network uses; keeps a shape from filling the memory. */
    private static final int MAX_DIMENSIONS = 16;

    private final JsonParser json;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private HeaderParser(JsonParser json) {
        this.json = json;
    }

    /**
     * Reads a whole header.
     *
     * @throws IllegalArgumentException saying what is wrong, with the tensor's name
     */
    static HeaderParser parse(String header) throws IOException {
        try (JsonParser json = SafetensorsHeader.JSON.createParser(header)) {
            HeaderParser parser = new HeaderParser(json);
            parser.readRoot();
            return parser;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the header is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    Map<String, TensorInfo> tensors() {
        return tensors;
    }

    Map<String, String> metadata() {
        return metadata;
    }

    private void readRoot() throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT, "the header is not a JSON object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (name.equals(SafetensorsHeader.METADATA)) {
                readMetadata();
            } else {
                tensors.put(name, readNamed(name));
            }
        }
        require(json.nextToken() == null, "the header goes on after its JSON object");
    }

    private void readMetadata() throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT, "the metadata is not a JSON object");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = json.currentName();
            require(
                    json.nextToken() == JsonToken.VALUE_STRING,
                    "metadata '" + key + "' is not a string");
            metadata.put(key, json.getText());
        }
    }

    private TensorInfo readNamed(String name) throws IOException {
        try {
            return readTensor();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "': " + e.getOriginalMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("tensor '" + name + "': " + e.getMessage(), e);
        }
    }

    private TensorInfo readTensor() throws IOException {
        require(json.nextToken() == JsonToken.START_OBJECT, "not described by a JSON object");
        TensorType type = null;
        List<Long> shape = null;
        List<Long> offsets = List.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            switch (json.currentName()) {
                case "dtype" -> type = readType();
                case "shape" -> shape = readNumbers("shape");
                case "data_offsets" -> offsets = readNumbers("data_offsets");
                default ->
                        throw new IllegalArgumentException(
                                "unknown field '" + json.currentName() + "'");
            }
        }
        require(type != null, "dtype is missing");
        require(shape != null, "shape is missing");
        require(offsets.size() == 2, "data_offsets must be two numbers");
        return new TensorInfo(type, shape, offsets.get(0), offsets.get(1));
    }

    private TensorType readType() throws IOException {
        require(json.nextToken() == JsonToken.VALUE_STRING, "dtype is not a string");
        return TensorType.parse(json.getText());
    }

    private List<Long> readNumbers(String field) throws IOException {
        require(json.nextToken() == JsonToken.START_ARRAY, field + " is not a list");
        List<Long> numbers = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(
                    json.currentToken() == JsonToken.VALUE_NUMBER_INT
                            && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER,
                    field + " holds something else than whole numbers of 64 bits");
            require(
                    numbers.size() < MAX_DIMENSIONS,
                    field + " has more than " + MAX_DIMENSIONS + " entries");
            numbers.add(json.getLongValue());
        }
        return numbers;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
