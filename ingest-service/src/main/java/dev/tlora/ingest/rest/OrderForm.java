package dev.tlora.ingest.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tlora.ingest.Attachments;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.multipart.FormValue;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

/**
 * An order as a form: a JSON part {@code order}, or a field for each of its fields ({@code
 * className}, {@code training.rank}, …), or both; and files {@code image} (up to eight) and {@code
 * mask}. Files and fields win over what the JSON says.
 */
public final class OrderForm {

    private static final String ORDER = "order";
    private static final String IMAGE = "image";
    private static final String IMAGES = "images";
    private static final String MASK = "mask";
    private static final Pattern NUMBER =
            Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?([eE]-?\\d{1,3})?");

    /** Fields whose values are words even where they look like numbers. */
    private static final Set<String> WORDS =
            Set.of("type", "className", "conceptId", "runId", "token", "model", "tenant");

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Collection<FormValue>> parts;
    private final Attachments attachments;

    public OrderForm(MultipartFormDataInput input, Attachments attachments) {
        parts = input.getValues();
        this.attachments = attachments;
    }

    /**
     * The concept event; the {@code order} part as it is where it is no JSON object, so that its
     * reader can say what is wrong with it.
     */
    public byte[] order() throws IOException {
        Optional<byte[]> written = written();
        Optional<ObjectNode> object =
                written.isPresent() ? object(written.get()) : Optional.of(json.createObjectNode());
        if (object.isEmpty()) {
            return written.orElseThrow();
        }
        ObjectNode order = object.get();
        for (Map.Entry<String, Collection<FormValue>> part : parts.entrySet()) {
            for (FormValue value : part.getValue()) {
                if (!value.isFileItem() && !part.getKey().equals(ORDER)) {
                    setField(order, part.getKey(), value.getValue().strip());
                }
            }
        }
        attachPhotos(order);
        return json.writeValueAsBytes(order);
    }

    private Optional<byte[]> written() throws IOException {
        for (FormValue value : values(ORDER)) {
            return Optional.of(
                    value.isFileItem()
                            ? value.getFileItem().getInputStream().readAllBytes()
                            : value.getValue().getBytes(StandardCharsets.UTF_8));
        }
        return Optional.empty();
    }

    private Optional<ObjectNode> object(byte[] text) throws IOException {
        try {
            JsonNode tree = json.readTree(text);
            return tree instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private void setField(ObjectNode order, String path, String value) {
        if (value.isEmpty()) {
            return;
        }
        int dot = path.indexOf('.');
        if (dot < 0) {
            order.set(path, literal(path, value));
        } else if (order.path(path.substring(0, dot)) instanceof ObjectNode inner) {
            inner.set(path.substring(dot + 1), literal(path, value));
        } else {
            order.putObject(path.substring(0, dot))
                    .set(path.substring(dot + 1), literal(path, value));
        }
    }

    private JsonNode literal(String path, String value) {
        return !WORDS.contains(path) && NUMBER.matcher(value).matches()
                ? json.getNodeFactory().numberNode(new BigDecimal(value))
                : json.getNodeFactory().textNode(value);
    }

    private void attachPhotos(ObjectNode order) throws IOException {
        List<URI> images = attach(IMAGE);
        images.addAll(attach(IMAGES));
        if (!images.isEmpty()) {
            order.remove(List.of(IMAGE, IMAGES));
        }
        if (images.size() == 1) {
            order.put(IMAGE, images.get(0).toString());
        } else if (images.size() > 1) {
            ArrayNode array = order.putArray(IMAGES);
            images.forEach(image -> array.add(image.toString()));
        }
        for (URI mask : attach(MASK)) {
            order.put(MASK, mask.toString());
        }
    }

    private List<URI> attach(String name) throws IOException {
        List<URI> attached = new ArrayList<>();
        for (FormValue value : values(name)) {
            if (value.isFileItem() && value.getFileItem().getFileSize() > 0) {
                byte[] content = value.getFileItem().getInputStream().readAllBytes();
                attached.add(attachments.add(content, value.getFileName()));
            }
        }
        return attached;
    }

    private Collection<FormValue> values(String name) {
        return parts.getOrDefault(name, List.of());
    }
}
