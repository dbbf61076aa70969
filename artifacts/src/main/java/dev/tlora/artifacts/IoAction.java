package dev.tlora.artifacts;

import java.io.IOException;

/** Something done to files. */
@FunctionalInterface
interface IoAction<T> {

    T run() throws IOException;
}
