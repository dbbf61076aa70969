package dev.tlora.diffusion.fetch;

import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What to fetch, and where to.
 *
 * @param model owner and name, e.g. {@code stabilityai/stable-diffusion-xl-base-1.0}
 * @param revision branch, tag or commit
 * @param variant of the weights, e.g. {@code fp16}; empty for those without
 * @param folder receives the diffusers folder; made when it is missing
 */
public record FetchRequest(String model, String revision, String variant, Path folder) {

    private static final Pattern MODEL = Pattern.compile("\\w[\\w.-]*/\\w[\\w.-]*");
    private static final Pattern REVISION = Pattern.compile("\\w[\\w.-]*(/\\w[\\w.-]*)*");
    private static final Pattern VARIANT = Pattern.compile("\\w*");

    public FetchRequest {
        Objects.requireNonNull(folder, "folder");
        requireMatch("model", model, MODEL, "owner/name");
        requireMatch("revision", revision, REVISION, "a branch, tag or commit");
        requireMatch("variant", variant, VARIANT, "a word such as fp16");
    }

    private static void requireMatch(String what, String value, Pattern pattern, String form) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s must be %s, was '%s'".formatted(what, form, value));
        }
    }
}
