package dev.tlora.diffusion.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A model on an unreliable hub, and a folder to fetch it into. */
abstract class HubScenario {

    static final String WEIGHTS = "unet/diffusion_pytorch_model.safetensors";
    static final List<String> NEEDED =
            List.of(
                    "model_index.json",
                    "scheduler/scheduler_config.json",
                    "text_encoder/config.json",
                    "text_encoder/model.safetensors",
                    "text_encoder_2/config.json",
                    "text_encoder_2/model.safetensors",
                    "tokenizer/merges.txt",
                    "tokenizer/vocab.json",
                    "tokenizer_2/merges.txt",
                    "tokenizer_2/vocab.json",
                    "unet/config.json",
                    WEIGHTS,
                    "vae/config.json",
                    "vae/diffusion_pytorch_model.safetensors");

    @TempDir Path parent;

    final List<Long> progress = new ArrayList<>();
    final List<String> notes = new ArrayList<>();
    final byte[] weights = new byte[300_000];
    long whole;
    UnreliableHub hub;
    Path folder;
    FetchRequest request;

    @BeforeEach
    void startHub() throws IOException {
        new Random(1).nextBytes(weights);
        folder = parent.resolve("tiny-xl");
        request = new FetchRequest(UnreliableHub.MODEL, "main", "", folder);
        hub = new UnreliableHub();
        NEEDED.forEach(path -> hub.put(path, "content of " + path));
        hub.put(WEIGHTS, weights);
        hub.put("README.md", "read me");
        hub.put("unet/diffusion_pytorch_model.bin", "pickled");
        hub.put("unet/diffusion_pytorch_model.fp16.safetensors", "half");
        hub.put("vae_1_0/diffusion_pytorch_model.safetensors", "another");
    }

    @AfterEach
    void stopHub() {
        hub.close();
    }

    void fetch() {
        fetcher().fetch(request, listener());
    }

    ModelFetcher fetcher() {
        return new ModelFetcher(URI.create(hub.address() + "/"), Optional.empty(), Duration.ZERO);
    }

    FetchListener listener() {
        return new FetchListener() {
            @Override
            public void progress(String file, long done, long total) {
                progress.add(done);
                whole = total;
            }

            @Override
            public void note(String line) {
                notes.add(line);
            }
        };
    }

    List<String> fetched() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(file -> !file.startsWith("."))
                    .toList();
        }
    }
}
