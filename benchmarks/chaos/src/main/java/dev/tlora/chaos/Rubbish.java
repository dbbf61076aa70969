package dev.tlora.chaos;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Records that are no order: random bytes, damaged orders, depth, huge numbers, long strings. */
final class Rubbish {

    private static final int LONG_STRING = 10_000_000;

    /** Ten megabytes each, so only some. */
    private static final int LONG_STRING_EVERY = 1000;

    private static final int DEEP = 20_000;

    private final Random random;

    Rubbish(long seed) {
        random = new Random(seed);
    }

    byte[] next(int number) {
        if (number % LONG_STRING_EVERY == LONG_STRING_EVERY / 2) {
            return text(order(number, "\"className\":\"" + "a".repeat(LONG_STRING) + "\""));
        }
        return switch (number % 8) {
            case 0 -> bytes();
            case 1 -> cut(text(order(number, "\"className\":\"cat\"")));
            case 2 -> text("[".repeat(DEEP));
            case 3 -> text("{\"training\":".repeat(DEEP));
            case 4 -> text(order(number, "\"training\":{\"steps\":1e" + number + "}"));
            case 5 -> text(order(number, "\"className\":" + random.nextLong()));
            case 6 -> text(order(number, "\"className\":\"cat\",\"" + word() + "\":true"));
            default ->
                    text(
                            order(
                                    number,
                                    "\"className\":\"cat\",\"mask\":\"gopher://" + word() + "\""));
        };
    }

    private static String order(int number, String rest) {
        return "{\"type\":\"concept-submitted.v1\",\"runId\":\"rubbish-%d\",\"image\":\"http://10.0.0.1/%d.png\",%s}"
                .formatted(number, number, rest);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(500)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] cut(byte[] whole) {
        byte[] part = new byte[1 + random.nextInt(whole.length - 1)];
        System.arraycopy(whole, 0, part, 0, part.length);
        return part;
    }

    private String word() {
        return "field" + random.nextInt(1_000_000);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
