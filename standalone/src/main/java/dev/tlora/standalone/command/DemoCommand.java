package dev.tlora.standalone.command;

import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.standalone.client.FleetClient;
import dev.tlora.standalone.console.Durations;
import dev.tlora.standalone.fleet.FleetSettings;
import dev.tlora.standalone.fleet.LocalFleet;
import dev.tlora.standalone.fleet.RunningFleet;
import dev.tlora.starter.StarterConcept;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The whole job on the bundled concept. */
@Command(
        name = "demo",
        description =
                "Runs the whole fleet in this process on the bundled concept: broker, four"
                        + " services, one event in, adapter, images and scores out.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {

    private static final StarterConcept CONCEPT = StarterConcept.named("strawberry");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    @Mixin private ConceptOptions concept;
    @Mixin private DataFolderOption data;

    private long startNanos;

    @Override
    public Integer call() {
        startNanos = System.nanoTime();
        System.out.println("Starting a Kafka broker and the four services in this process …");
        return new LocalFleet(FleetSettings.quiet(data.folder())).run(this::customize);
    }

    private int customize(RunningFleet fleet) {
        System.out.printf(
                "  fleet ready in %s: %s, Kafka at %s%n",
                sinceStart(), fleet.address(), fleet.bootstrapServers());
        ConceptSubmitted order = concept.order(photo().toUri(), CONCEPT.className());
        FleetClient client = new FleetClient(fleet.address());
        int code = new RunReport(client).follow(client.submit(named(order)));
        System.out.println("Done in " + sinceStart() + ".");
        return code;
    }

    /** Every demo is a run of its own, although the order is always the same. */
    private static ConceptSubmitted named(ConceptSubmitted order) {
        if (order.runId() != null) {
            return order;
        }
        return new ConceptSubmitted(
                order.image(),
                order.images(),
                order.className(),
                order.mask(),
                order.conceptId() == null ? CONCEPT.name() : order.conceptId(),
                "demo-" + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP),
                order.token(),
                order.model(),
                order.tenant(),
                order.priority(),
                order.training(),
                order.evaluation());
    }

    private Path photo() {
        Path file = data.folder().resolve("demo").resolve(CONCEPT.name() + ".png");
        try {
            Files.createDirectories(file.getParent());
            return Files.write(file, CONCEPT.image(CONCEPT.images().get(0)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    private String sinceStart() {
        return Durations.text(Duration.ofNanos(System.nanoTime() - startNanos));
    }
}
