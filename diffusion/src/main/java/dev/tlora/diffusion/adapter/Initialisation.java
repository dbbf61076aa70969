package dev.tlora.diffusion.adapter;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Which singular components an orthogonal layer starts from: the principal, middle or last ones of
 * the frozen weight or of a Gaussian matrix (the paper's Figure 5).
 */
public enum Initialisation {
    PRINCIPAL("principal", false),
    MIDDLE("middle", false),
    LAST("last", false),
    RANDOM_PRINCIPAL("random-principal", true),
    RANDOM_MIDDLE("random-middle", true),
    RANDOM_LAST("random-last", true);

    private final String wireName;
    private final boolean random;

    Initialisation(String wireName, boolean random) {
        this.wireName = wireName;
        this.random = random;
    }

    /**
     * Finds an initialisation by its wire name.
     *
     * @throws IllegalArgumentException listing the known ones
     */
    public static Initialisation of(String wireName) {
        return Arrays.stream(values())
                .filter(one -> one.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unknown init '%s'; known are %s"
                                                .formatted(wireName, wireNames())));
    }

    private static String wireNames() {
        return Arrays.stream(values())
                .map(Initialisation::wireName)
                .collect(Collectors.joining(", "));
    }

    public String wireName() {
        return wireName;
    }

    public boolean isRandom() {
        return random;
    }

    /**
     * Index of the first of {@code rank} components among {@code available} ones, which descend by
     * singular value (reference {@code lora.py}, lines 61–96).
     */
    int firstComponent(int available, int rank) {
        return switch (this) {
            case PRINCIPAL, RANDOM_PRINCIPAL -> 0;
            case MIDDLE, RANDOM_MIDDLE -> (available - rank + 1) / 2;
            case LAST, RANDOM_LAST -> available - rank;
        };
    }
}
