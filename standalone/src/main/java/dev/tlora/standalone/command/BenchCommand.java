package dev.tlora.standalone.command;

import picocli.CommandLine.Command;

/** Measurements. */
@Command(
        name = "bench",
        description = "Measures what the method and this implementation are worth.",
        subcommands = BenchPaperCommand.class,
        synopsisSubcommandLabel = "WHAT",
        mixinStandardHelpOptions = true)
final class BenchCommand {}
