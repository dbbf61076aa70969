package dev.tlora.diffusion.fetch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a folder holds and was checked against, so that it can be used again without a hub. */
final class Receipt {

    private static final String NAME = ".fetched.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FetchRequest request;
    private final Map<String, RemoteFile> files = new HashMap<>();

    private Receipt(FetchRequest request) {
        this.request = request;
    }

    /**
     * The receipt in the folder; an empty one when it is absent, unreadable or of another model.
     */
    static Receipt of(FetchRequest request) {
        Receipt receipt = new Receipt(request);
        Path file = request.folder().resolve(NAME);
        if (Files.isRegularFile(file)) {
            try {
                receipt.read(JSON.readTree(file.toFile()));
            } catch (IOException e) {
                receipt.files.clear(); // everything is checked anew
            }
        }
        return receipt;
    }

    private void read(JsonNode json) {
        if (!json.path("model").asText().equals(request.model())
                || !json.path("revision").asText().equals(request.revision())
                || !json.path("variant").asText("?").equals(request.variant())) {
            return;
        }
        json.path("files")
                .properties()
                .forEach(
                        entry ->
                                files.put(
                                        entry.getKey(),
                                        new RemoteFile(
                                                entry.getKey(),
                                                entry.getValue().path("size").asLong(),
                                                entry.getValue().path("hash").asText())));
    }

    /** Whether that very file was checked before and still has its size. */
    boolean has(RemoteFile file) {
        return file.equals(files.get(file.path())) && isThere(file);
    }

    private boolean isThere(RemoteFile file) {
        Path local = request.folder().resolve(file.path());
        return Files.isRegularFile(local) && local.toFile().length() == file.size();
    }

    /** Whether the folder is a whole model. */
    boolean isComplete() {
        return files.containsKey("model_index.json")
                && files.values().stream().allMatch(this::isThere);
    }

    List<RemoteFile> files() {
        return List.copyOf(files.values());
    }

    void add(RemoteFile file) throws IOException {
        files.put(file.path(), file);
        ObjectNode json = JSON.createObjectNode();
        json.put("model", request.model());
        json.put("revision", request.revision());
        json.put("variant", request.variant());
        ObjectNode listed = json.putObject("files");
        files.values()
                .forEach(
                        one ->
                                listed.putObject(one.path())
                                        .put("size", one.size())
                                        .put("hash", one.hash()));
        Path draft = request.folder().resolve(NAME + ".part");
        JSON.writeValue(draft.toFile(), json);
        Files.move(draft, request.folder().resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
    }
}
