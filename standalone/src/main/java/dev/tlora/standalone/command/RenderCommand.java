package dev.tlora.standalone.command;

import dev.tlora.schemas.AdapterPublished;
import dev.tlora.standalone.client.RenderClient;
import dev.tlora.standalone.client.RenderWish;
import dev.tlora.standalone.console.Display;
import dev.tlora.standalone.fleet.FleetSettings;
import dev.tlora.standalone.fleet.LocalFleet;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** More pictures with the adapter of a finished run. */
@Command(
        name = "render",
        description = "Renders prompts with the adapter of a finished run.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tlora render RUN \"a {} on the beach\" \"a {} in the snow\" --count 4",
            "  tlora render RUN \"a {} made of glass\" --min-rank 2     less like the photo",
            "  tlora render RUN \"a robot\" --without-adapter           the base model alone",
        })
final class RenderCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "RUN", description = "A finished run.")
    private String runId;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PROMPT",
            description = "What to draw; {} stands for the concept.")
    private List<String> prompts;

    @Option(names = "--count", defaultValue = "1", description = "Images of each prompt.")
    private int count;

    @Option(names = "--seed", defaultValue = "0", description = "Seed of the first image.")
    private long seed;

    @Option(names = "--steps", description = "Sampling steps.")
    private Integer steps;

    @Option(names = "--guidance", description = "Classifier-free guidance.")
    private Double guidance;

    @Option(names = "--scheduler", description = "euler, ddim or dpmpp-2m.")
    private String scheduler;

    @Option(
            names = "--min-rank",
            description = "Rank active at the noisiest timestep; lower follows the prompt more.")
    private Integer minRank;

    @Option(
            names = "--rank-exponent",
            description =
                    "How fast the rank falls with the timestep; higher follows the prompt more.")
    private Double rankExponent;

    @Option(names = "--without-adapter", description = "Draws with the base model alone.")
    private boolean withoutAdapter;

    @Option(
            names = "--kafka",
            paramLabel = "SERVERS",
            description =
                    "Broker of a running fleet, e.g. localhost:9092 (default: that of the fleet on"
                            + " the data folder, or one started for this command).")
    private String bootstrapServers;

    @Mixin private DataFolderOption data;

    @Override
    public Integer call() {
        if (bootstrapServers != null) {
            return render(bootstrapServers);
        }
        return data.runningFleet()
                .map(fleet -> render(fleet.bootstrapServers()))
                .orElseGet(
                        () ->
                                new LocalFleet(FleetSettings.quiet(data.folder()))
                                        .run(fleet -> render(fleet.bootstrapServers())));
    }

    private int render(String servers) {
        try (RenderClient client = new RenderClient(servers)) {
            AdapterPublished adapter =
                    client.adapter(runId)
                            .orElseThrow(
                                    () ->
                                            new CommandException(
                                                    "no finished run '%s'; list them with: tlora runs"
                                                            .formatted(runId)));
            render(client, adapter).forEach(System.out::println);
            return 0;
        }
    }

    private List<Path> render(RenderClient client, AdapterPublished adapter) {
        List<RenderWish> wishes = prompts.stream().map(this::wish).toList();
        int total = count * wishes.size();
        try (Display display = Display.standard()) {
            return client.render(
                    adapter,
                    wishes,
                    done -> display.progress("rendering", done, total, "images", ""));
        }
    }

    private RenderWish wish(String prompt) {
        return new RenderWish(
                prompt,
                seed,
                count,
                steps,
                guidance,
                scheduler,
                minRank,
                rankExponent,
                !withoutAdapter);
    }
}
