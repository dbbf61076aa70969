package dev.tlora.diffusion.adapter;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The methods that the paper compares, by the names used in events and on the command line: a kind
 * of layers, masked by timestep or not.
 */
public enum AdapterMethod {
    LORA("lora", false, new LoraForm()),
    VANILLA_TLORA("vanilla-tlora", true, LORA.form),
    ORTHO_LORA("ortho-lora", false, OrthoForm.FRAMES),
    TLORA("tlora", true, OrthoForm.FRAMES),
    PISSA("pissa", false, OrthoForm.PRINCIPAL);

    private final String wireName;
    private final boolean masked;

    /** Without state. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final LayerForm form;

    AdapterMethod(String wireName, boolean masked, LayerForm form) {
        this.wireName = wireName;
        this.masked = masked;
        this.form = form;
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
        return Arrays.stream(values())
                .filter(method -> method.form == form && !method.masked)
                .findFirst()
                .orElseThrow();
    }

    /** Whether layers start from factors of their own and subtract them again. */
    public boolean subtractsStart() {
        return form.subtractsStart();
    }

    /** Whether a factor λ between the others is trained. */
    public boolean trainsLambda() {
        return form.trainsLambda();
    }

    LayerForm form() {
        return form;
    }

    /** The ranks this method really uses: all of them where it knows no timesteps. */
    public RankSchedule schedule(RankSchedule wanted) {
        return masked ? wanted : RankSchedule.constant(wanted.rank());
    }
}
