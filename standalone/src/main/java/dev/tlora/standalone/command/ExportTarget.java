package dev.tlora.standalone.command;

import dev.tlora.diffusion.adapter.format.AdapterFormat;
import java.util.Locale;

/** What an adapter can be exported as. */
enum ExportTarget {
    TLORA,
    REFERENCE,
    DIFFUSERS,
    KOHYA,
    MERGED;

    /** Whether its readers may still choose components by timestep. */
    boolean keepsMask() {
        return this != MERGED && format().keepsMask();
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format of an adapter file; a merged model has none. */
    AdapterFormat format() {
        return AdapterFormat.valueOf(name());
    }
}
