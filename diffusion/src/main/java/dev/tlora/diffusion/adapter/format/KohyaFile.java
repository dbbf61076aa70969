package dev.tlora.diffusion.adapter.format;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.safetensors.SafetensorsWriter;
import dev.tlora.diffusion.safetensors.TensorSource;
import dev.tlora.diffusion.tensor.HostArrays;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A plain LoRA as kohya's scripts write it, alpha equal to the rank, with the metadata that user
 * interfaces look at: {@code ss_*}, modelspec, and both hashes of the content.
 */
final class KohyaFile {

    /** In the notes of the metadata, since the names of tensors depend on it. */
    static final String PER_BLOCK = "layers_per_block";

    private KohyaFile() {}

    /**
     * Writes a whole file.
     *
     * @param warning for the usage hint
     */
    static void write(
            OutputStream out, PlainLora lora, AdapterMetadata metadata, Optional<String> warning)
            throws IOException {
        int perBlock = layersPerBlock(lora);
        TensorNaming naming = new KohyaNaming(perBlock);
        Map<String, TensorSource> tensors = lora.tensors(naming);
        try (NDManager manager = NDManager.newBaseManager()) {
            for (String path : lora.adapter().layers().keySet()) {
                tensors.put(
                        naming.nameOf(new TensorNaming.Place(path, TensorNaming.ALPHA)),
                        TensorSource.of(
                                HostArrays.create(
                                        manager, new float[] {lora.rank()}, new Shape())));
            }
            KohyaMetadata about = new KohyaMetadata(lora, metadata, warning);
            Map<String, String> strings = new TreeMap<>(about.training());
            ContentHashes hashes = new ContentHashes();
            SafetensorsWriter.writeAll(hashes, tensors, strings);
            strings.put("sshs_model_hash", hashes.model());
            strings.put("sshs_legacy_hash", hashes.legacy());
            strings.putAll(about.modelSpec(hashes.model()));
            strings.putAll(
                    metadata.withNotes(Map.of(PER_BLOCK, String.valueOf(perBlock)))
                            .toStrings(AdapterMetadata.FOREIGN_PREFIX));
            SafetensorsWriter.writeAll(out, tensors, strings);
        }
    }

    /** From the paths: the down block with most attentions has one after each resnet. */
    private static int layersPerBlock(PlainLora lora) {
        return lora.adapter().layers().keySet().stream()
                .filter(path -> path.startsWith("down_blocks."))
                .mapToInt(path -> 1 + Integer.parseInt(path.split("\\.", -1)[3]))
                .max()
                .orElseThrow(() -> new IllegalArgumentException("no attention in a down block"));
    }
}
