package dev.tlora.standalone.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tlora.diffusion.image.PngText;
import dev.tlora.diffusion.safetensors.SafetensorsFile;
import dev.tlora.diffusion.safetensors.TensorInfo;
import dev.tlora.schemas.EventJson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a file is. */
@Command(
        name = "inspect",
        description = "Says what an adapter, another safetensors file or a rendered PNG holds.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tlora inspect tlora-data/runs/RUN/adapter/tlora.safetensors",
            "  tlora inspect --json picture.png",
        })
final class InspectCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "A .safetensors or .png file.")
    private Path file;

    @Option(names = "--tensors", description = "Lists every tensor as well.")
    private boolean withTensors;

    @Option(names = "--json", description = "Prints JSON instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        Map<String, Object> facts =
                file.toString().toLowerCase(Locale.ROOT).endsWith(".png")
                        ? new LinkedHashMap<>(PngText.read(file))
                        : safetensors();
        if (json) {
            System.out.println(
                    EventJson.newMapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(facts));
        } else if (facts.isEmpty()) {
            System.out.println(file + " says nothing about itself");
        } else {
            facts.forEach((name, value) -> System.out.printf("%-20s %s%n", name, value));
        }
        return 0;
    }

    private Map<String, Object> safetensors() {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            Map<String, Object> facts = new LinkedHashMap<>(new TreeMap<>(tensors.metadata()));
            facts.put("tensors", tensors.names().size());
            facts.put("parameters", parameters(tensors));
            if (withTensors) {
                new TreeMap<>(
                                tensors.names().stream()
                                        .collect(
                                                Collectors.toMap(
                                                        name -> name,
                                                        name -> describe(tensors.info(name)))))
                        .forEach(facts::put);
            }
            return facts;
        }
    }

    private static long parameters(SafetensorsFile tensors) {
        return tensors.names().stream().mapToLong(name -> size(tensors.info(name))).sum();
    }

    private static long size(TensorInfo info) {
        return info.shape().stream().reduce(1L, (a, b) -> a * b);
    }

    private static String describe(TensorInfo info) {
        return info.type() + " " + info.shape();
    }
}
