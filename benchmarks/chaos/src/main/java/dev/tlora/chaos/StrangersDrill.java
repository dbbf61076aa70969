package dev.tlora.chaos;

import dev.tlora.artifacts.Sha256;
import dev.tlora.schemas.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A hundred requests at once from those who may not: wrong key, no key, another tenant. */
final class StrangersDrill implements Drill {

    private static final int REQUESTS = 100;
    private static final String KEY = "the key of acme";
    private static final String OTHER = "the key of another tenant";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newHttpClient();

    @Override
    public void run(Report report) throws Exception {
        Path folder = Files.createTempDirectory("tlora-strangers");
        try (Fleet fleet = Fleet.open(folder.resolve("fleet"), folder.resolve("models"))) {
            guard(fleet, "acme", KEY);
            guard(fleet, "other", OTHER);
            fleet.with("tlora.ingest.file-roots", folder.toString());
            ServiceProcess ingest = fleet.start(Service.INGEST);
            URI api = ingest.address(LIMIT);
            String order = Orders.order("acme-1", 1, folder.resolve("photos"), 3);
            report.expect("answer to the owner", 202, post(api, KEY, order).join().statusCode());
            try (Events latents = new Events(fleet.servers(), Topics.LATENTS)) {
                Waiting.until(LIMIT, () -> !latents.all().isEmpty());
            }
            crowd(api, order, fleet, report);
        }
        TemporaryFolders.delete(folder);
    }

    private static void guard(Fleet fleet, String tenant, String key) {
        String hash = Sha256.of(key.getBytes(StandardCharsets.UTF_8));
        fleet.with("tlora.api.keys." + tenant + ".sha256", hash);
        fleet.with("tlora.api.keys." + tenant + ".tenant", tenant);
    }

    private void crowd(URI api, String order, Fleet fleet, Report report) {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            String theirs = order.replace("acme-1", "stranger-" + i);
            answers.add(
                    switch (i % 4) {
                        case 0 -> post(api, "a wrong key", theirs);
                        case 1 -> post(api, "", theirs);
                        case 2 -> get(api, "/runs/acme-1");
                        default -> get(api, "/runs/acme-1/files/order.json");
                    });
        }
        List<HttpResponse<String>> all = answers.stream().map(CompletableFuture::join).toList();
        report.expect("wrong key or none: refused", 50L, count(all, 401));
        report.expect("other tenant's run: not found", 50L, count(all, 404));
        report.expect(
                "answers that tell of the run",
                0L,
                all.stream().filter(one -> one.body().contains("sha256")).count());
        report.expect(
                "orders on " + Topics.CONCEPTS, 1, new Outcome(fleet).records(Topics.CONCEPTS));
    }

    private static long count(List<HttpResponse<String>> answers, int status) {
        return answers.stream().filter(answer -> answer.statusCode() == status).count();
    }

    private CompletableFuture<HttpResponse<String>> post(URI api, String key, String order) {
        return send(
                HttpRequest.newBuilder(api.resolve("/concepts"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(order)),
                key);
    }

    private CompletableFuture<HttpResponse<String>> get(URI api, String path) {
        return send(HttpRequest.newBuilder(api.resolve(path)), OTHER);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request, String key) {
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
