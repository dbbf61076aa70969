package dev.tlora.standalone.command;

import dev.tlora.diffusion.image.ImageLoader;
import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.EventJson;
import dev.tlora.schemas.concept.ConceptEvents;
import dev.tlora.schemas.concept.Parsed;
import dev.tlora.standalone.client.FleetClient;
import dev.tlora.standalone.client.Multipart;
import dev.tlora.standalone.client.RefusedException;
import dev.tlora.standalone.fleet.FleetSettings;
import dev.tlora.standalone.fleet.LocalFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The whole job for one photo. */
@Command(
        name = "customize",
        description = "Teaches the model what one photo shows, and says how well it went.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tlora customize cat.png --class cat",
            "  tlora customize mug.jpg --class mug --rank 8 --steps 400 --prompt \"a {} on a desk\"",
            "  tlora customize cat.png --class cat --fleet http://gpu-box:8080",
        })
final class CustomizeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "IMAGE", description = "A JPEG, PNG, WebP, GIF or BMP file.")
    private Path image;

    @Option(
            names = "--class",
            required = true,
            paramLabel = "NOUN",
            description = "What kind of thing it is, e.g. cat.")
    private String className;

    @Mixin private ConceptOptions concept;
    @Mixin private FleetOption fleet;

    @Override
    public Integer call() {
        new ImageLoader().load(image);
        ConceptSubmitted order =
                concept.order(image.toAbsolutePath().normalize().toUri(), className);
        requireValid(order);
        Optional<URI> running = fleet.running();
        if (running.isPresent()) {
            return follow(new FleetClient(running.get()), order);
        }
        return new LocalFleet(FleetSettings.quiet(fleet.data().folder()))
                .run(local -> follow(new FleetClient(local.address()), order));
    }

    private static void requireValid(ConceptSubmitted order) {
        if (ConceptEvents.parse(EventJson.write(order)) instanceof Parsed.Invalid invalid) {
            throw new RefusedException(invalid.problems());
        }
    }

    private int follow(FleetClient client, ConceptSubmitted order) {
        String runId = fleet.isRemote() ? client.upload(order, photo()) : client.submit(order);
        return new RunReport(client).follow(runId);
    }

    private Multipart photo() {
        try {
            return new Multipart(image.getFileName().toString(), Files.readAllBytes(image));
        } catch (IOException e) {
            throw new UncheckedIOException(image + " cannot be read", e);
        }
    }
}
