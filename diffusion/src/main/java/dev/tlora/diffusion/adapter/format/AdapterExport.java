package dev.tlora.diffusion.adapter.format;

import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.adapter.AdapterFile;
import dev.tlora.diffusion.adapter.AdapterMetadata;
import dev.tlora.diffusion.adapter.AdapterSettings;
import dev.tlora.diffusion.adapter.RankSchedule;
import dev.tlora.diffusion.safetensors.TensorType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An adapter to be written in some format. It stays the caller's.
 *
 * <p>A plain LoRA knows no timesteps: it gets a fixed number of components, and the file says how
 * many and what that means. A file that keeps all of them is read here as the masked adapter that
 * it was.
 *
 * @param rank what a plain LoRA keeps
 * @param type of the values of a plain LoRA: F32, F16 or BF16
 */
public record AdapterExport(
        Adapter adapter, AdapterMetadata metadata, ExportedRank rank, TensorType type) {

    /** Writes a whole file; the stream stays open. */
    public void write(AdapterFormat format, OutputStream out) throws IOException {
        switch (format) {
            case TLORA -> AdapterFile.writeCompact(out, adapter, metadata);
            case REFERENCE -> ReferenceFile.write(out, adapter, metadata);
            case DIFFUSERS ->
                    DiffusersFile.write(
                            out, lora(), plainMetadata().toStrings(AdapterMetadata.FOREIGN_PREFIX));
            case KOHYA -> KohyaFile.write(out, lora(), plainMetadata(), warning());
        }
    }

    private PlainLora lora() {
        return new PlainLora(adapter, rank.components(), type);
    }

    /** What the readers of a file without timesteps should know; empty if nothing is masked. */
    public Optional<String> warning() {
        RankSchedule ranks = metadata.settings().ranks();
        if (!isMasked()) {
            return Optional.empty();
        }
        return Optional.of(
                ("T-LoRA masks ranks by timestep, from %d of %d components at the noisiest step to"
                                + " all at the last; this file has no timesteps and uses %d (%s) at"
                                + " every step.")
                        .formatted(ranks.minRank(), ranks.rank(), rank.components(), rank.words()));
    }

    private boolean isMasked() {
        return metadata.settings().ranks().minRank() < metadata.settings().ranks().rank();
    }

    private AdapterMetadata plainMetadata() {
        AdapterSettings settings = metadata.settings();
        Map<String, String> notes = new TreeMap<>();
        warning().ifPresent(words -> notes.put("usage", words));
        if (rank.components() == settings.ranks().rank()) {
            return metadata.withNotes(notes);
        }
        notes.put("components", rank.words());
        notes.put("source_method", settings.method().wireName());
        notes.put("source_rank", String.valueOf(settings.ranks().rank()));
        notes.put("source_min_rank", String.valueOf(settings.ranks().minRank()));
        return metadata.withNotes(notes)
                .with(
                        new AdapterSettings(
                                settings.method().withoutMask(),
                                RankSchedule.constant(rank.components()),
                                settings.initialisation(),
                                settings.seed()));
    }
}
