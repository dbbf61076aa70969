package dev.tlora.diffusion.safetensors;

import static dev.tlora.diffusion.safetensors.Forge.DATA_BYTES;
import static dev.tlora.diffusion.safetensors.Forge.HEADER;
import static dev.tlora.diffusion.safetensors.Forge.cut;
import static dev.tlora.diffusion.safetensors.Forge.file;
import static dev.tlora.diffusion.safetensors.Forge.pick;
import static dev.tlora.diffusion.safetensors.Forge.tensor;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** A way in which a file lies about itself; each draw of the generator gives another file. */
enum HostileFile {
    DATA_CUT(
            "' ends at byte",
            random -> cut(Long.BYTES + HEADER.length() + random.nextInt(DATA_BYTES))),
    HEADER_CUT("bytes", random -> cut(Long.BYTES + random.nextInt(HEADER.length()))),
    LENGTH_CUT("ends", random -> cut(random.nextInt(Long.BYTES))),
    DATA_TOO_LONG("32 bytes", random -> file(HEADER, DATA_BYTES + 1 + random.nextInt(64))),
    LENGTH_BEYOND_FILE("claims", random -> Forge.claiming(500 + random.nextInt(1_000_000))),
    LENGTH_GIANT("claims", random -> Forge.claiming(random.nextLong(100_000_001, 1L << 60))),
    LENGTH_NEGATIVE("claims", random -> Forge.claiming(-1 - random.nextLong(1L << 60))),
    LENGTH_TOO_SHORT("'first'", random -> Forge.claiming(random.nextInt(9, 60))),
    LENGTH_BIG_ENDIAN(
            "claims", random -> Forge.claiming(Long.reverseBytes(150L + random.nextInt(99)))),
    UTF16_BIG_ENDIAN("'{'", random -> Forge.encoded(random, StandardCharsets.UTF_16BE)),
    UTF16_LITTLE_ENDIAN("JSON", random -> Forge.encoded(random, StandardCharsets.UTF_16LE)),
    NOT_UTF8("UTF-8", Forge::notUtf8),
    OVERLAPPING("'second' begins", random -> Forge.secondAt(random.nextInt(1, 24))),
    HOLE("'second' begins", random -> Forge.secondAt(random.nextInt(25, 99))),
    HOLE_AT_THE_START("'t' begins", random -> Forge.afterAHole(random.nextInt(1, 99))),
    BEYOND_THE_FILE("'t' ends", random -> Forge.claimed(random.nextInt(7, 1 << 28))),
    GIANT("'t' ends", random -> Forge.claimed(random.nextLong(1L << 40, 1L << 60))),
    SHAPE_OVERFLOWS("'t'", random -> tensor("F32", Forge.giantDimensions(random), "[0,24]")),
    ZERO_HIDES_OVERFLOW(
            "'t'", random -> tensor("F32", "0," + Forge.giantDimensions(random), "[0,0]")),
    SHAPE_TOO_LONG(
            "'t'", random -> tensor("F32", "1,".repeat(17 + random.nextInt(9999)) + "6", "[0,24]")),
    SHAPE_TOO_LARGE("'t'", random -> tensor("F32", "" + random.nextInt(7, 99), "[0,24]")),
    SHAPE_NEGATIVE("'t'", random -> tensor("F32", -random.nextInt(1, 9) + ",-6", "[0,24]")),
    SHAPE_NOT_NUMBERS(
            "'t'",
            random -> tensor("F32", pick(random, "NaN", "6.0", "\"6\"", "null", "[6]"), "[0,24]")),
    OFFSET_NEGATIVE(
            "'t'", random -> tensor("F32", "6", "[%d,24]".formatted(-random.nextInt(1, 99)))),
    OFFSETS_REVERSED("'t'", random -> tensor("F32", "6", "[24,%d]".formatted(random.nextInt(24)))),
    OFFSET_PAST_64_BITS(
            "'t'", random -> tensor("F32", "6", "[0,9%019d]".formatted(random.nextInt(99)))),
    OFFSETS_NOT_TWO(
            "'t'", random -> tensor("F32", "6", "[0" + ",24".repeat(random.nextInt(2, 9)) + "]")),
    OFFSETS_NOT_NUMBERS(
            "'t'", random -> tensor("F32", "6", pick(random, "7", "{}", "[0,2.4e1]", "[0,true]"))),
    TYPE_UNKNOWN("'t'", random -> tensor("X" + random.nextInt(999), "6", "[0,24]")),
    TYPE_IN_LOWER_CASE("'t'", random -> tensor(pick(random, "f32", "i32", "F32 "), "6", "[0,24]")),
    FIELD_MISSING("'t'", Forge::fieldMissing),
    FIELD_TWICE(
            "'t'",
            random ->
                    file(
                            "{\"t\":{\"shape\":[%d],\"shape\":[6]}}".formatted(random.nextInt(99)),
                            24)),
    TENSOR_TWICE(
            "first",
            random ->
                    file(
                            HEADER.replace(
                                    "second", pick(random, "first", "f\\u0069rst", "fir\\u0073t")),
                            DATA_BYTES)),
    NOT_A_TENSOR(
            "'t'", random -> file("{\"t\":" + pick(random, "1", "null", "\"F32\"", "[]") + "}", 0)),
    DEEPLY_NESTED("'t'", random -> file("{\"t\":" + "[".repeat(random.nextInt(1, 9999)), 0)),
    NAME_TOO_LONG("ame", random -> file("{\"" + "n".repeat(random.nextInt(1001, 9999)) + "\"", 0)),
    METADATA_NOT_STRINGS(
            "metadata",
            random -> Forge.metadata(pick(random, "7", "null", "[]", "{\"a\":1}", "{\"a\":{}}"))),
    NOT_AN_OBJECT(
            "header", random -> file(pick(random, "[]", "\"{}\"", "17", "null", " {}", "{}{}"), 0)),
    NOT_JSON("JSON", random -> file("{\"t\"" + pick(random, "~", "=", ";", "}", "'"), 0));

    private final String culprit;

    @SuppressWarnings("ImmutableEnumChecker") // stateless lambdas
    private final Function<RandomGenerator, byte[]> forge;

    /**
     * @param culprit what the message must contain beside the file: the tensor where one lies
     */
    HostileFile(String culprit, Function<RandomGenerator, byte[]> forge) {
        this.culprit = culprit;
        this.forge = forge;
    }

    String culprit() {
        return culprit;
    }

    byte[] draw(RandomGenerator random) {
        return forge.apply(random);
    }
}
