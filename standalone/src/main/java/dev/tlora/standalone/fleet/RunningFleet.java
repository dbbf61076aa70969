package dev.tlora.standalone.fleet;

import java.net.URI;
import java.nio.file.Path;

/**
 * A fleet that runs in this JVM.
 *
 * @param address of its HTTP interface
 * @param bootstrapServers of its broker
 * @param dataFolder of its runs
 */
public record RunningFleet(URI address, String bootstrapServers, Path dataFolder) {}
