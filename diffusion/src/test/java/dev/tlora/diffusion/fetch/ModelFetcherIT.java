package dev.tlora.diffusion.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is fetched, and how a fetch goes on after trouble. */
class ModelFetcherIT extends HubScenario {

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
    void theTokenDoesNotFollowRedirects() {
        new ModelFetcher(hub.address(), Optional.of("secret"), Duration.ZERO)
                .fetch(request, listener());

        assertThat(hub.tokensAtStorage()).isNotEmpty().containsOnly("null");
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
}
