package dev.tlora.artifacts;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The rule for keys, narrow enough to be a safe file name, S3 object name and URI path as it
 * stands: names of ASCII letters, digits and {@code . _ - + = @}, joined by {@code /}, none
 * starting with a dot, so that neither {@code ..} nor a store's own hidden files can be named.
 */
public final class ArtifactKey {

    /** At most 255 characters: what common file systems take as one name. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+=@-][A-Za-z0-9._+=@-]{0,254}");

    /** What S3 takes as one object name. */
    private static final int MAXIMUM_LENGTH = 1024;

    private static final int SHOWN_LENGTH = 80;

    private ArtifactKey() {}

    public static boolean isValid(String key) {
        return key != null
                && key.length() <= MAXIMUM_LENGTH
                && Stream.of(key.split("/", -1)).allMatch(ArtifactKey::isName);
    }

    /**
     * Returns the key.
     *
     * @throws InvalidLocationException when it breaks the rule
     */
    public static String require(String key) {
        if (!isValid(key)) {
            throw refused("Key", key);
        }
        return key;
    }

    /** A folder without its closing slash; empty for the whole store. */
    public static String requireFolder(String folder) {
        if (folder != null && folder.isEmpty()) {
            return folder;
        }
        boolean closed = folder != null && folder.endsWith("/");
        return require(closed ? folder.substring(0, folder.length() - 1) : folder);
    }

    /** One name between two slashes. */
    static String requireName(String name) {
        if (name == null || !isName(name)) {
            throw refused("Name", name);
        }
        return name;
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    private static InvalidLocationException refused(String what, String refused) {
        return new InvalidLocationException(
                what
                        + " "
                        + printable(refused)
                        + " is refused: use names of 1 to 255 ASCII letters, digits and . _ - + ="
                        + " @ that do not start with a dot, in a key joined by single slashes, "
                        + MAXIMUM_LENGTH
                        + " characters in all.");
    }

    /** Short, and without the control characters that would forge lines of a log. */
    private static String printable(String refused) {
        if (refused == null) {
            return "null";
        }
        String shown =
                refused.length() > SHOWN_LENGTH
                        ? refused.substring(0, SHOWN_LENGTH) + "…"
                        : refused;
        return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
