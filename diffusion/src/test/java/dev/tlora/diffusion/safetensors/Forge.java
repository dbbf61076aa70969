package dev.tlora.diffusion.safetensors;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Parts that lying files are made of. */
final class Forge {

    /** Of a file with {@code first}, float32 (2, 3), and {@code second}, float16 (4). */
    static final String HEADER =
            "{\"first\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},"
                    + "\"second\":{\"dtype\":\"F16\",\"shape\":[4],\"data_offsets\":[24,32]}}";

    static final int DATA_BYTES = 32;

    private Forge() {}

    static byte[] honest() {
        return file(HEADER, DATA_BYTES);
    }

    static byte[] file(String header, int dataBytes) {
        return RawFile.of(header, dataBytes).bytes();
    }

    static byte[] claiming(long headerLength) {
        return RawFile.of(HEADER, DATA_BYTES).claiming(headerLength).bytes();
    }

    static byte[] cut(int length) {
        return Arrays.copyOf(honest(), length);
    }

    static byte[] encoded(RandomGenerator random, Charset charset) {
        byte[] header = (HEADER + " ".repeat(random.nextInt(9))).getBytes(charset);
        return new RawFile(header.length, header, new byte[DATA_BYTES]).bytes();
    }

    /** A file of 24 bytes of data and the one tensor {@code t}. */
    static byte[] tensor(String type, String shape, String offsets) {
        return file(entry("t", type, shape, offsets), 24);
    }

    /** A header whose one float32 tensor claims as many bytes as its shape needs. */
    static byte[] claimed(long elements) {
        return tensor("F32", "" + elements, "[0,%d]".formatted(elements * 4));
    }

    /** The honest file with {@code second} moved to another place. */
    static byte[] secondAt(long begin) {
        return file(HEADER.replace("[24,32]", "[%d,%d]".formatted(begin, begin + 8)), DATA_BYTES);
    }

    static byte[] afterAHole(int hole) {
        return file(entry("t", "F32", "2", "[%d,%d]".formatted(hole, hole + 8)), hole + 8);
    }

    private static String entry(String name, String type, String shape, String offsets) {
        return "{\"%s\":{\"dtype\":\"%s\",\"shape\":[%s],\"data_offsets\":%s}}"
                .formatted(name, type, shape, offsets);
    }

    static byte[] notUtf8(RandomGenerator random) {
        byte[] bytes = honest();
        int letter = Long.BYTES + HEADER.indexOf("second") + random.nextInt("second".length());
        bytes[letter] = (byte) (0x80 + random.nextInt(0x40));
        return bytes;
    }

    static byte[] fieldMissing(RandomGenerator random) {
        String[] fields = {"\"dtype\":\"F32\"", "\"shape\":[6]", "\"data_offsets\":[0,24]"};
        fields[random.nextInt(fields.length)] = "\"other\":%d".formatted(random.nextInt(9));
        return file("{\"t\":{" + String.join(",", fields) + "}}", 24);
    }

    static byte[] metadata(String value) {
        return file(HEADER.replace("{\"first", "{\"__metadata__\":" + value + ",\"first"), 32);
    }

    static String giantDimensions(RandomGenerator random) {
        return (random.nextLong(1L << 40, 1L << 62) + ",").repeat(random.nextInt(1, 5))
                + random.nextLong(1L << 40, 1L << 62);
    }

    static String pick(RandomGenerator random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
