package dev.tlora.diffusion.adapter.format;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * A plain LoRA for diffusers' {@code load_lora_weights}: rank and alpha are equal, so that nothing
 * is scaled, and peft's configuration says so.
 */
final class DiffusersFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] TARGETS = {"to_k", "to_out.0", "to_q", "to_v"};

    private DiffusersFile() {}

    static void write(OutputStream out, PlainLora lora, Map<String, String> about)
            throws IOException {
        Map<String, String> strings = new TreeMap<>(about);
        strings.put("format", "pt");
        strings.put(PeftScale.KEY, config(lora.rank()));
        SafetensorsWriter.writeAll(out, lora.tensors(new DiffusersNaming()), strings);
    }

    private static String config(int rank) throws IOException {
        ObjectNode config = JSON.createObjectNode();
        config.put("unet.bias", "none");
        config.put("unet.lora_alpha", rank);
        config.put("unet.lora_dropout", 0.0);
        config.put("unet.peft_type", "LORA");
        config.put("unet.r", rank);
        var targets = config.putArray("unet.target_modules");
        for (String target : TARGETS) {
            targets.add(target);
        }
        return JSON.writeValueAsString(config);
    }
}
