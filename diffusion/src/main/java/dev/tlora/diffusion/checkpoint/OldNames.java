package dev.tlora.diffusion.checkpoint;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names that diffusers gave tensors before it settled on today's. */
final class OldNames {

    private static final Pattern VAE_ATTENTION =
            Pattern.compile("(.+\\.attentions\\.\\d+\\.)(query|key|value|proj_attn)(\\.\\w+)");

    /** diffusers' {@code _convert_deprecated_attention_blocks}. */
    private static final Map<String, String> TODAY =
            Map.of("query", "to_q", "key", "to_k", "value", "to_v", "proj_attn", "to_out.0");

    private OldNames() {}

    /** Today's name of a VAE tensor; any other name stays. */
    static String ofVaeAttention(String name) {
        Matcher old = VAE_ATTENTION.matcher(name);
        return old.matches() ? old.group(1) + TODAY.get(old.group(2)) + old.group(3) : name;
    }
}
