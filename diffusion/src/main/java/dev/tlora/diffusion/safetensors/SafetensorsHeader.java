package dev.tlora.diffusion.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The JSON header of a safetensors file: eight bytes of little-endian length, then an object with
 * one entry per tensor and an optional {@code __metadata__} of strings.
 *
 * <p>Checked before anything is allocated that it claims: length, encoding, offsets inside the
 * file, no overlap and no hole (format specification:
 * https://github.com/huggingface/safetensors#format).
 */
record SafetensorsHeader(
        Map<String, TensorInfo> tensors, Map<String, String> metadata, long dataStart) {

    /** The reference implementation's limit. */
    static final long MAX_BYTES = 100_000_000;

    static final String METADATA = "__metadata__";

    /** Far above any checkpoint's; names end up in messages. */
    private static final int MAX_NAME_LENGTH = 1000;

    static final ObjectMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNameLength(MAX_NAME_LENGTH)
                                                    .build())
                                    .build())
                    .build();

    static SafetensorsHeader parse(byte[] json, long fileSize) throws IOException {
        if (json[0] != '{') {
            throw new IllegalArgumentException("the header does not begin with '{'");
        }
        HeaderParser parsed = HeaderParser.parse(decode(json));
        long dataStart = Long.BYTES + (long) json.length;
        requireContiguous(parsed.tensors(), fileSize - dataStart);
        return new SafetensorsHeader(parsed.tensors(), parsed.metadata(), dataStart);
    }

    private static String decode(byte[] json) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("the header is not UTF-8 text", e);
        }
    }

    private static void requireContiguous(Map<String, TensorInfo> tensors, long dataBytes) {
        List<Map.Entry<String, TensorInfo>> ordered = new ArrayList<>(tensors.entrySet());
        // By end as well: an empty tensor begins where its successor does.
        ordered.sort(
                Comparator.<Map.Entry<String, TensorInfo>>comparingLong(
                                entry -> entry.getValue().begin())
                        .thenComparingLong(entry -> entry.getValue().end()));
        long position = 0;
        for (Map.Entry<String, TensorInfo> entry : ordered) {
            TensorInfo tensor = entry.getValue();
            if (tensor.begin() != position) {
                throw new IllegalArgumentException(
                        "tensor '%s' begins at byte %d of the data, expected %d"
                                .formatted(entry.getKey(), tensor.begin(), position));
            }
            if (tensor.end() > dataBytes) {
                throw new IllegalArgumentException(
                        "tensor '%s' ends at byte %d of the data, the file holds %d"
                                .formatted(entry.getKey(), tensor.end(), dataBytes));
            }
            position = tensor.end();
        }
        if (position != dataBytes) {
            throw new IllegalArgumentException(
                    "the header describes %d bytes of data, the file holds %d"
                            .formatted(position, dataBytes));
        }
    }
}
