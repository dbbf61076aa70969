package dev.tlora.standalone.command;

import dev.tlora.diffusion.checkpoint.ModelFolder;
import dev.tlora.diffusion.fetch.FetchListener;
import dev.tlora.diffusion.fetch.FetchRequest;
import dev.tlora.diffusion.fetch.ModelFetcher;
import dev.tlora.standalone.console.Display;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a base model from a hub. */
@Command(
        name = "fetch",
        description =
                "Fetches an SDXL model from a hub: only the files it needs, resumed and checked.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  tlora fetch stabilityai/stable-diffusion-xl-base-1.0 --variant fp16",
            "  tlora fetch acme/our-xl --endpoint https://models.example.com --as our-xl",
            "  tlora customize cat.png --class cat --model stable-diffusion-xl-base-1.0",
        })
final class FetchCommand implements Callable<Integer> {

    private static final long MEBIBYTE = 1L << 20;

    @Parameters(paramLabel = "MODEL", description = "Owner and name on the hub.")
    private String model;

    @Option(
            names = "--variant",
            defaultValue = "",
            description = "Variant of the weights, e.g. fp16 (default: those without).")
    private String variant;

    @Option(
            names = "--revision",
            defaultValue = "main",
            description = "Branch, tag or commit (default: ${DEFAULT-VALUE}).")
    private String revision;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            description = "Name below models/ (default: that on the hub).")
    private String name;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            defaultValue = "${env:HF_ENDPOINT:-https://huggingface.co}",
            description = "The hub (default: $HF_ENDPOINT, or https://huggingface.co).")
    private URI endpoint;

    @Option(names = "--offline", description = "Asks no hub; fails unless the model is complete.")
    private boolean offline;

    @Mixin private DataFolderOption data;

    @Override
    public Integer call() {
        Path folder = data.folder().resolve("models").resolve(localName());
        FetchRequest request = new FetchRequest(model, revision, variant, folder);
        ModelFetcher fetcher =
                new ModelFetcher(endpoint, Optional.ofNullable(System.getenv("HF_TOKEN")));
        if (offline) {
            fetcher.requireOffline(request);
        } else {
            fetch(fetcher, request);
        }
        ModelFolder.open(folder).requireWhole();
        System.out.printf("%s is complete; use it with --model %s%n", folder, localName());
        return 0;
    }

    private String localName() {
        String given = name == null ? model.substring(model.lastIndexOf('/') + 1) : name;
        if (!given.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new CommandException("--as must be a plain name, was '" + given + "'");
        }
        return given;
    }

    private static void fetch(ModelFetcher fetcher, FetchRequest request) {
        try (Display display = Display.standard()) {
            fetcher.fetch(request, new Shown(display));
        }
    }

    private record Shown(Display display) implements FetchListener {

        @Override
        public void progress(String file, long done, long total) {
            display.progress("fetching", done / MEBIBYTE, total / MEBIBYTE, "MiB", file);
        }

        @Override
        public void note(String line) {
            display.line(line);
        }
    }
}
