package dev.tlora.diffusion.adapter.format;

import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.diffusion.checkpoint.CheckpointException;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The formats of adapter files, by the names used on the command line. */
public enum AdapterFormat {
    /** This project's own: everything about the adapter, its rank mask included. */
    TLORA("tlora", true),
    /** The attention processors that the reference implementation of T-LoRA saves and loads. */
    REFERENCE("reference", true),
    /** What diffusers and peft read, a plain LoRA. */
    DIFFUSERS("diffusers", false),
    /** What kohya's scripts and the common user interfaces read, a plain LoRA. */
    KOHYA("kohya", false);

    private final String wireName;
    private final boolean keepsMask;

    AdapterFormat(String wireName, boolean keepsMask) {
        this.wireName = wireName;
        this.keepsMask = keepsMask;
    }

    /**
     * Finds a format by its name.
     *
     * @throws IllegalArgumentException listing the known ones
     */
    public static AdapterFormat of(String wireName) {
        return Arrays.stream(values())
                .filter(format -> format.wireName.equals(wireName))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "unknown format '%s'; known are %s"
                                                .formatted(wireName, wireNames())));
    }

    private static String wireNames() {
        return Arrays.stream(values())
                .map(AdapterFormat::wireName)
                .collect(Collectors.joining(", "));
    }

    public String wireName() {
        return wireName;
    }

    /** Whether who reads it can use other ranks at other timesteps. */
    public boolean keepsMask() {
        return keepsMask;
    }

    /**
     * Says which format an open file has, by its metadata and the names of its tensors.
     *
     * @throws CheckpointException when it has none of them
     */
    static AdapterFormat detect(SafetensorsFile file) {
        return find(file)
                .orElseThrow(
                        () ->
                                new CheckpointException(
                                        "%s is no adapter in a known format (%s)"
                                                .formatted(file.path(), wireNames())));
    }

    /**
     * The format of an open file; empty when it is no adapter.
     *
     * @throws CheckpointException when it is an adapter of a kind that cannot be read
     */
    public static Optional<AdapterFormat> find(SafetensorsFile file) {
        Set<String> names = file.names();
        if (AdapterFile.isOurs(file)) {
            return Optional.of(TLORA);
        }
        if (any(names, name -> name.startsWith("lora_unet_") && name.endsWith(".lambda_layer"))) {
            throw new CheckpointException(
                    file.path()
                            + " is a LyCORIS T-LoRA, which lacks the base that must be subtracted;"
                            + " export it from where it was trained in another format");
        }
        if (any(names, name -> name.startsWith("lora_unet_"))) {
            return Optional.of(KOHYA);
        }
        if (any(names, name -> name.contains(".processor.to_"))) {
            return Optional.of(REFERENCE);
        }
        return any(names, name -> name.contains(".lora_A.") || name.contains(".lora.down."))
                ? Optional.of(DIFFUSERS)
                : Optional.empty();
    }

    private static boolean any(Set<String> names, Predicate<String> condition) {
        return names.stream().anyMatch(condition);
    }
}
