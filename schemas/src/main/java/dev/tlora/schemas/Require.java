package dev.tlora.schemas;

/** What the records' compact constructors refuse. Messages begin with the field's name. */
final class Require {

    private Require() {}

    static String text(String value, String field) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + " must not be absent or blank");
        }
        return value;
    }

    static <T> T present(T value, String field) {
        if (value == null) {
            throw new IllegalArgumentException(field + " must not be absent");
        }
        return value;
    }

    static int atLeast(int value, int least, String field) {
        if (value < least) {
            throw new IllegalArgumentException(
                    "%s must be at least %d, was %d".formatted(field, least, value));
        }
        return value;
    }

    static double finite(double value, String field) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "%s must be a finite number, was %s".formatted(field, value));
        }
        return value;
    }

    static double atLeast(double value, double least, String field) {
        if (!(finite(value, field) >= least)) {
            throw new IllegalArgumentException(
                    "%s must be at least %s, was %s".formatted(field, least, value));
        }
        return value;
    }

    static double positive(double value, String field) {
        if (!(finite(value, field) > 0)) {
            throw new IllegalArgumentException(
                    "%s must be above 0, was %s".formatted(field, value));
        }
        return value;
    }
}
