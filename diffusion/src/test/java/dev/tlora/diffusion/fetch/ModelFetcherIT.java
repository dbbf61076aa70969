package dev.tlora.diffusion.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFetcherIT {

    private static final String WEIGHTS = "unet/diffusion_pytorch_model.safetensors";
    private static final List<String> NEEDED =
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

    private final List<Long> progress = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final byte[] weights = new byte[300_000];
    private long whole;
    private UnreliableHub hub;
    private Path folder;
    private FetchRequest request;

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

    @Test
    void onlyNeededFilesComeAndTheIndexComesLast() throws IOException {
        fetch();

        assertThat(fetched()).containsExactlyInAnyOrderElementsOf(NEEDED);
        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(hub.requests()).last().isEqualTo("model_index.json");
        assertThat(progress).isSorted().last().isEqualTo(whole);
        assertThat(notes).isEmpty();
    }

    @Test
    void aVariantComesWhereEveryNetworkHasIt() {
        for (String stem :
                List.of(
                        "vae/diffusion_pytorch_model",
                        "text_encoder/model",
                        "text_encoder_2/model")) {
            hub.put(stem + ".fp16.safetensors", "half");
        }

        fetcher().fetch(new FetchRequest(UnreliableHub.MODEL, "main", "fp16", folder), listener());

        assertThat(hub.requests())
                .contains("unet/diffusion_pytorch_model.fp16.safetensors")
                .doesNotContain(WEIGHTS);
    }

    @Test
    void shardsComeWithTheirIndex() {
        List<RemoteFile> chosen =
                WantedFiles.choose(
                        UnreliableHub.MODEL,
                        Stream.concat(
                                        NEEDED.stream().filter(path -> !path.startsWith("unet/d")),
                                        Stream.of(
                                                "unet/diffusion_pytorch_model.safetensors.index.json",
                                                "unet/diffusion_pytorch_model-00001-of-00002.safetensors",
                                                "unet/diffusion_pytorch_model-00002-of-00002.safetensors",
                                                "unet/diffusion_pytorch_model.fp16-00001-of-00002.safetensors"))
                                .map(path -> new RemoteFile(path, 1, "0"))
                                .toList(),
                        "");

        assertThat(chosen.stream().map(RemoteFile::path).filter(path -> path.startsWith("unet/d")))
                .containsExactly(
                        "unet/diffusion_pytorch_model.safetensors.index.json",
                        "unet/diffusion_pytorch_model-00001-of-00002.safetensors",
                        "unet/diffusion_pytorch_model-00002-of-00002.safetensors");
    }

    @Test
    void aDroppedConnectionIsContinuedWhereItBroke() {
        hub.dropAfter(WEIGHTS, 100_000, false);

        fetch();

        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(hub.requests().stream().filter(path -> path.startsWith(WEIGHTS)))
                .hasSize(2)
                .element(1)
                .asString()
                .matches(WEIGHTS + "@\\d+");
    }

    @Test
    void aHubThatAlwaysDropsStillGetsThereAsLongAsBytesCome() {
        hub.dropAfter(WEIGHTS, 70_000, true);

        fetch();

        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(hub.requests().stream().filter(path -> path.startsWith(WEIGHTS)))
                .hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void aHubThatSendsNothingMoreIsGivenUpAndThePartStays() {
        hub.dropAfter(WEIGHTS, 0, true);

        assertThatThrownBy(this::fetch)
                .isInstanceOf(FetchException.class)
                .hasMessage(
                        WEIGHTS
                                + " broke off after 0 of 300000 bytes and does not go on; fetch"
                                + " again to resume");
        assertThat(folder.resolve("model_index.json")).doesNotExist();
    }

    @Test
    void aPartOfAnEarlierFetchIsContinued() throws IOException {
        Path part = folder.resolve(WEIGHTS + ".part");
        Files.createDirectories(part.getParent());
        Files.write(part, Arrays.copyOf(weights, 123_456));

        fetch();

        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(hub.requests()).contains(WEIGHTS + "@123456").doesNotContain(WEIGHTS);
        assertThat(part).doesNotExist();
    }

    @Test
    void aPartOfSomethingElseIsFoundOutByItsHashAndFetchedAnew() throws IOException {
        Path part = folder.resolve(WEIGHTS + ".part");
        Files.createDirectories(part.getParent());
        Files.write(part, new byte[123_456]);

        fetch();

        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
        assertThat(notes)
                .containsExactly(WEIGHTS + " does not have the hash that the hub promises");
    }

    @Test
    void aHubThatKnowsNoRangesSendsTheWholeFileAgain() {
        hub.ignoreRanges();
        hub.dropAfter(WEIGHTS, 100_000, false);

        fetch();

        assertThat(folder.resolve(WEIGHTS)).hasBinaryContent(weights);
    }

    @Test
    void aFileThatIsNotWhatItsHashPromisesIsRefused() {
        hub.claimHash(WEIGHTS, "ab".repeat(32));

        assertThatThrownBy(this::fetch)
                .isInstanceOf(FetchException.class)
                .hasMessageContaining(WEIGHTS + " came 2 times with another hash");
        assertThat(folder.resolve(WEIGHTS)).doesNotExist();
        assertThat(folder.resolve("model_index.json")).doesNotExist();
    }

    @Test
    void theTokenDoesNotFollowRedirects() {
        new ModelFetcher(hub.address(), Optional.of("secret"), Duration.ZERO)
                .fetch(request, listener());

        assertThat(hub.tokensAtStorage()).isNotEmpty().containsOnly("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://localhost/weights"})
    void redirectsOutOfTheWebAreRefused(String target) {
        hub.redirectTo(target);

        assertThatThrownBy(this::fetch)
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("redirects to " + target + ", which is not safe");
    }

    @Test
    void endlessRedirectsAreRefused() {
        hub.redirectTo(hub.address() + "/" + UnreliableHub.MODEL + "/resolve/main/" + WEIGHTS);

        assertThatThrownBy(this::fetch)
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("redirects more than 5 times");
    }

    @Test
    void whatIsThereIsNotFetchedAgain() throws IOException {
        fetch();
        hub.forgetRequests();
        Files.delete(folder.resolve("vae/config.json"));

        fetch();

        assertThat(hub.requests()).containsExactly("vae/config.json");
    }

    @Test
    void aCompleteFolderNeedsNoHub() {
        fetch();
        hub.close();

        fetch();

        assertThat(notes)
                .containsExactly(
                        hub.address() + "/ does not answer; the folder is complete, so it is used");
        assertThatCode(() -> fetcher().requireOffline(request)).doesNotThrowAnyException();
    }

    @Test
    void anIncompleteFolderWithoutHubSaysSo() throws IOException {
        fetch();
        Files.delete(folder.resolve("vae/config.json"));
        hub.close();

        assertThatThrownBy(this::fetch)
                .isInstanceOf(FetchException.class)
                .hasMessageContaining(folder + " is not complete");
        assertThatThrownBy(() -> fetcher().requireOffline(request))
                .isInstanceOf(FetchException.class)
                .hasMessageContaining("fetch acme/tiny-xl once without --offline");
    }

    @Test
    void aRepositoryWithoutSafetensorsNamesTheFile() {
        assertThatThrownBy(
                        () ->
                                fetcher()
                                        .fetch(
                                                new FetchRequest(
                                                        UnreliableHub.MODEL,
                                                        "main",
                                                        "fp16",
                                                        folder),
                                                listener()))
                .isInstanceOf(FetchException.class)
                .hasMessage(
                        "acme/tiny-xl has no text_encoder/model.fp16.safetensors; there are"
                                + " [without variant]");
    }

    @Test
    void anUnknownModelIsNamed() {
        FetchRequest unknown = new FetchRequest("acme/absent", "main", "", folder);

        assertThatThrownBy(() -> fetcher().fetch(unknown, listener()))
                .isInstanceOf(FetchException.class)
                .hasMessageEndingWith("answers 404 for acme/absent; check its name and revision");
    }

    @Test
    void aSecondFetchIntoTheSameFolderWaitsItsTurn() throws IOException {
        Files.createDirectories(folder);
        try (FileChannel channel =
                        FileChannel.open(
                                folder.resolve(".fetching"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThatThrownBy(this::fetch)
                    .isInstanceOf(FetchException.class)
                    .hasMessage(folder + " is being fetched into already; wait for that");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "model", "../../etc/passwd", "a/b/c", "a/..", "a/b?c"})
    void namesThatLeadElsewhereAreRefused(String model) {
        assertThatThrownBy(() -> new FetchRequest(model, "main", "", folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model must be owner/name, was '" + model + "'");
    }

    private void fetch() {
        fetcher().fetch(request, listener());
    }

    private ModelFetcher fetcher() {
        return new ModelFetcher(URI.create(hub.address() + "/"), Optional.empty(), Duration.ZERO);
    }

    private FetchListener listener() {
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

    private List<String> fetched() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(file -> !file.startsWith("."))
                    .toList();
        }
    }
}
