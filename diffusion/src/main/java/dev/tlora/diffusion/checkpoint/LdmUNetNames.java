package dev.tlora.diffusion.checkpoint;

import dev.tlora.diffusion.unet.UNetConfig;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where single files keep the U-Net's weights: SDXL's own code numbers blocks through, whereas
 * diffusers numbers levels and layers (diffusers' {@code convert_diffusers_to_original_sdxl.py}).
 */
final class LdmUNetNames {

    private static final Map<String, String> OUTSIDE_BLOCKS =
            Map.of(
                    "time_embedding.linear_1", "time_embed.0",
                    "time_embedding.linear_2", "time_embed.2",
                    "add_embedding.linear_1", "label_emb.0.0",
                    "add_embedding.linear_2", "label_emb.0.2",
                    "conv_in", "input_blocks.0.0",
                    "conv_norm_out", "out.0",
                    "conv_out", "out.2");

    private static final Map<String, String> IN_RESNET =
            Map.of(
                    "norm1", "in_layers.0",
                    "conv1", "in_layers.2",
                    "time_emb_proj", "emb_layers.1",
                    "norm2", "out_layers.0",
                    "conv2", "out_layers.3",
                    "conv_shortcut", "skip_connection");

    private static final Pattern LAYER =
            Pattern.compile(
                    "(?:(?<way>down|up)_blocks\\.(?<block>\\d+)|mid_block)"
                            + "\\.(?<kind>resnets|attentions)\\.(?<layer>\\d+)\\.(?<rest>.+)");
    private static final Pattern RESIZE =
            Pattern.compile(
                    "(?<way>down|up)_blocks\\.(?<block>\\d+)\\.\\w+samplers\\.0\\.conv\\.(?<rest>\\w+)");
    private static final Pattern MODULE = Pattern.compile("(?<module>.+)\\.(?<tensor>\\w+)");

    private final UNetConfig config;

    LdmUNetNames(UNetConfig config) {
        this.config = config;
    }

    Place place(String name) {
        Matcher layer = LAYER.matcher(name);
        if (layer.matches()) {
            return Place.of(layer(layer));
        }
        Matcher resize = RESIZE.matcher(name);
        if (resize.matches()) {
            return Place.of(resize(resize));
        }
        return Place.of(renamed(name, OUTSIDE_BLOCKS));
    }

    private String layer(Matcher name) {
        boolean resnet = name.group("kind").equals("resnets");
        int layer = Integer.parseInt(name.group("layer"));
        String rest = resnet ? renamed(name.group("rest"), IN_RESNET) : name.group("rest");
        if (name.group("way") == null) {
            return "middle_block.%d.%s".formatted(resnet ? 2 * layer : 1, rest);
        }
        int number = perBlock() * Integer.parseInt(name.group("block")) + layer;
        String place = resnet ? "0" : "1";
        return name.group("way").equals("down")
                ? "input_blocks.%d.%s.%s".formatted(number + 1, place, rest)
                : "output_blocks.%d.%s.%s".formatted(number, place, rest);
    }

    private String resize(Matcher name) {
        int block = Integer.parseInt(name.group("block"));
        int last = perBlock() * (block + 1);
        if (name.group("way").equals("down")) {
            return "input_blocks.%d.0.op.%s".formatted(last, name.group("rest"));
        }
        boolean attention = config.attention().get(config.levels() - 1 - block);
        return "output_blocks.%d.%d.conv.%s"
                .formatted(last - 1, attention ? 2 : 1, name.group("rest"));
    }

    /** Resnets of an up block; a down block has one less, and its downsampler counts too. */
    private int perBlock() {
        return config.layersPerBlock() + 1;
    }

    /** The name with its module renamed; any other name stays. */
    static String renamed(String name, Map<String, String> modules) {
        Matcher parts = MODULE.matcher(name);
        return parts.matches()
                ? modules.getOrDefault(parts.group("module"), parts.group("module"))
                        + "."
                        + parts.group("tensor")
                : name;
    }
}
