package dev.tlora.standalone.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tlora.diffusion.adapter.format.AdapterFormat;
import dev.tlora.diffusion.adapter.format.AdapterSource;
import dev.tlora.diffusion.image.PngText;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.safetensors.TensorInfo;
import dev.tlora.schemas.EventJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a file is. */
@Command(
        name = "inspect",
        description =
                "Says what an adapter, another safetensors file or a rendered PNG holds. Of an"
                        + " adapter, also how many of its components do something: the singular"
                        + " values of B, and the rank that holds 95 %% of their sum.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tlora inspect RUN",
            "  tlora inspect lora-from-elsewhere.safetensors --layers",
            "  tlora inspect RUN --json | jq .groups",
            "  tlora inspect --json picture.png",
        })
final class InspectCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE|RUN",
            description = "A .safetensors or .png file, or a finished run.")
    private String source;

    @Option(names = "--quick", description = "Leaves the singular values out.")
    private boolean quick;

    @Option(names = "--layers", description = "Singular values of every layer, not only of groups.")
    private boolean withLayers;

    @Option(names = "--tensors", description = "Lists every tensor as well.")
    private boolean withTensors;

    @Option(names = "--json", description = "Prints JSON instead of lines.")
    private boolean json;

    @Mixin private DataFolderOption data;

    @Override
    public Integer call() throws IOException {
        if (source.toLowerCase(Locale.ROOT).endsWith(".png")) {
            print(new LinkedHashMap<>(PngText.read(Path.of(source))));
            return 0;
        }
        AdapterLocation location = AdapterLocation.find(source, data.folder());
        if (isAdapter(location.file())) {
            inspectAdapter(location);
        } else {
            try (SafetensorsFile file = SafetensorsFile.open(location.file())) {
                print(facts(file));
            }
        }
        return 0;
    }

    private static boolean isAdapter(Path path) {
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            return AdapterFormat.find(file).isPresent();
        }
    }

    private void inspectAdapter(AdapterLocation location) throws IOException {
        try (AdapterSource opened = AdapterSource.open(location.file())) {
            AdapterReport report = AdapterReport.of(opened, location.notes(), !quick);
            if (json) {
                Map<String, Object> facts = report.json(withLayers);
                addTensors(facts, opened.file());
                printJson(facts);
            } else {
                report.print(System.out, withLayers);
                Map<String, Object> tensors = new LinkedHashMap<>();
                addTensors(tensors, opened.file());
                tensors.forEach(InspectCommand::printLine);
            }
        }
    }

    private Map<String, Object> facts(SafetensorsFile file) {
        Map<String, Object> facts = new LinkedHashMap<>(new TreeMap<>(file.metadata()));
        facts.put("tensors", file.names().size());
        facts.put("parameters", AdapterReport.parameters(file));
        addTensors(facts, file);
        return facts;
    }

    private void addTensors(Map<String, Object> facts, SafetensorsFile file) {
        if (withTensors) {
            file.names().stream()
                    .sorted()
                    .forEach(name -> facts.put(name, describe(file.info(name))));
        }
    }

    private static String describe(TensorInfo info) {
        return info.type() + " " + info.shape();
    }

    private void print(Map<String, Object> facts) throws JsonProcessingException {
        if (json) {
            printJson(facts);
        } else if (facts.isEmpty()) {
            System.out.println(source + " says nothing about itself");
        } else {
            facts.forEach(InspectCommand::printLine);
        }
    }

    private static void printLine(String name, Object value) {
        System.out.printf("%-20s %s%n", name, value);
    }

    private static void printJson(Map<String, Object> facts) throws JsonProcessingException {
        System.out.println(
                EventJson.newMapper().writerWithDefaultPrettyPrinter().writeValueAsString(facts));
    }
}
