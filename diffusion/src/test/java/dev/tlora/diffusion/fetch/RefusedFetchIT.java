package dev.tlora.diffusion.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetches that fail, each with a sentence. */
class RefusedFetchIT extends HubScenario {

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
    void aFileThatIsNotWhatItsHashPromisesIsRefused() {
        hub.claimHash(WEIGHTS, "ab".repeat(32));

        assertThatThrownBy(this::fetch)
                .isInstanceOf(FetchException.class)
                .hasMessageContaining(WEIGHTS + " came 2 times with another hash");
        assertThat(folder.resolve(WEIGHTS)).doesNotExist();
        assertThat(folder.resolve("model_index.json")).doesNotExist();
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
}
