package dev.tlora.diffusion.adapter;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The methods that the paper compares, by the names used in events and on the command line. */
public enum AdapterMethod {
    LORA("lora", false, false),
    VANILLA_TLORA("vanilla-tlora", true, false),
    ORTHO_LORA("ortho-lora", false, true),
    TLORA("tlora", true, true),
    PISSA("pissa", false, true);

    private final String wireName;
    private final boolean masked;
    private final boolean subtractsStart;

    AdapterMethod(String wireName, boolean masked, boolean subtractsStart) {
        this.wireName = wireName;
        this.masked = masked;
        this.subtractsStart = subtractsStart;
    }

    /**
     * Finds a method by its wire name.
     *
     * @throws IllegalArgumentException listing the known ones
     */
    public static AdapterMethod of(String wireName) {
        return Arrays.stream(values())
                .filter(method -> method.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unknown method '%s'; known are %s"
                                                .formatted(wireName, wireNames())));
    }

    private static String wireNames() {
        return Arrays.stream(values())
                .map(AdapterMethod::wireName)
                .collect(Collectors.joining(", "));
    }

    public String wireName() {
        return wireName;
    }

    /** Whether the active rank falls with the timestep. */
    public boolean isMasked() {
        return masked;
    }

    /** The method whose layers are the same but all active at every timestep. */
    public AdapterMethod withoutMask() {
        return switch (this) {
            case VANILLA_TLORA, LORA -> LORA;
            case TLORA, ORTHO_LORA -> ORTHO_LORA;
            case PISSA -> PISSA;
        };
    }

    /** Whether layers start from factors of their own and subtract them again. */
    public boolean subtractsStart() {
        return subtractsStart;
    }

    /** The ranks this method really uses: all of them where it knows no timesteps. */
    public RankSchedule schedule(RankSchedule wanted) {
        return masked ? wanted : RankSchedule.constant(wanted.rank());
    }
}
