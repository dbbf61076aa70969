package dev.tlora.ingest.photo;

import java.net.URI;

/** What messages call a photo: short, and without the secrets that a URI may carry. */
public final class PhotoNames {

    private static final int LONGEST = 80;

    private PhotoNames() {}

    /** The file's name; {@code the data URI} where there is none. */
    public static String of(URI uri) {
        if (uri.getPath() == null) {
            return "the %s URI".formatted(uri.getScheme());
        }
        return of(uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1));
    }

    /** A file's name as its sender gave it, made fit to print. */
    public static String of(String fileName) {
        String printable = fileName.replaceAll("\\p{Cntrl}", "?");
        if (printable.isEmpty()) {
            return "the photo";
        }
        return printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "…";
    }
}
