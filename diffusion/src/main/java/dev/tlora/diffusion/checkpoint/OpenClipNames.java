package dev.tlora.diffusion.checkpoint;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where single files keep the second text encoder's weights: as open_clip does, with stacked
 * queries, keys and values, and a projection that is multiplied from the right.
 */
final class OpenClipNames {

    private static final Map<String, Place> OUTSIDE_LAYERS =
            Map.of(
                    "text_model.embeddings.token_embedding.weight",
                    Place.of("token_embedding.weight"),
                    "text_model.embeddings.position_embedding.weight",
                    Place.of("positional_embedding"),
                    "text_model.final_layer_norm.weight",
                    Place.of("ln_final.weight"),
                    "text_model.final_layer_norm.bias",
                    Place.of("ln_final.bias"),
                    "text_projection.weight",
                    new Place("text_projection", Layout.TRANSPOSED));

    private static final Map<String, String> IN_LAYER =
            Map.of(
                    "layer_norm1", "ln_1",
                    "layer_norm2", "ln_2",
                    "mlp.fc1", "mlp.c_fc",
                    "mlp.fc2", "mlp.c_proj",
                    "self_attn.out_proj", "attn.out_proj");

    private static final Map<String, Layout> STACKED =
            Map.of("q", Layout.FIRST_THIRD, "k", Layout.SECOND_THIRD, "v", Layout.LAST_THIRD);

    private static final Pattern LAYER =
            Pattern.compile("text_model\\.encoder\\.layers\\.(?<number>\\d+)\\.(?<rest>.+)");
    private static final Pattern PROJECTION =
            Pattern.compile("self_attn\\.(?<which>[qkv])_proj\\.(?<tensor>weight|bias)");

    private OpenClipNames() {}

    static Place place(String name) {
        Matcher layer = LAYER.matcher(name);
        return layer.matches()
                ? inLayer(layer.group("rest"))
                        .under("transformer.resblocks." + layer.group("number") + ".")
                : OUTSIDE_LAYERS.getOrDefault(name, Place.of(name));
    }

    private static Place inLayer(String name) {
        Matcher projection = PROJECTION.matcher(name);
        return projection.matches()
                ? new Place(
                        "attn.in_proj_" + projection.group("tensor"),
                        STACKED.get(projection.group("which")))
                : Place.of(LdmUNetNames.renamed(name, IN_LAYER));
    }
}
