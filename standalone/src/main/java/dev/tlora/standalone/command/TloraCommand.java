package dev.tlora.standalone.command;

import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** The root of the command line. */
@Command(
        name = "tlora",
        description =
                "Teaches Stable Diffusion XL a new concept from one photo, without overfitting,"
                        + " and says how well it went.",
        subcommands = {
            DemoCommand.class,
            CustomizeCommand.class,
            RenderCommand.class,
            UpCommand.class,
            BrokerCommand.class,
            RunsCommand.class,
            WatchCommand.class,
            ExportCommand.class,
            CancelCommand.class,
            ReplayCommand.class,
            EraseCommand.class,
            InspectCommand.class,
            FetchCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            AutoComplete.GenerateCompletion.class,
        },
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tlora demo                                 the whole job on the bundled concept",
            "  tlora customize cat.png --class cat        the whole job on your photo",
            "  tlora render RUN \"a {} on the beach\"       more pictures of a finished run",
            "  tlora export RUN --format kohya            its adapter for other tools",
            "  tlora up                                   the fleet with its HTTP interface",
            "  source <(tlora generate-completion)        completion for bash and zsh",
        })
public final class TloraCommand {}
