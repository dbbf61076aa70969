package dev.tlora.diffusion.checkpoint;

import dev.tlora.diffusion.vae.VaeConfig;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where single files keep the VAE's weights. Levels of the decoder are counted from the pixels, and
 * the attention's projections are convolutions of one pixel.
 */
final class LdmVaeNames {

    private static final Map<String, String> IN_ATTENTION =
            Map.of(
                    "group_norm", "norm",
                    "to_q", "q",
                    "to_k", "k",
                    "to_v", "v",
                    "to_out.0", "proj_out");

    private static final Pattern LEVEL =
            Pattern.compile(
                    "(?<half>encoder|decoder)\\.(?:down|up)_blocks\\.(?<level>\\d+)\\.(?<rest>.+)");
    private static final Pattern MIDDLE_RESNET =
            Pattern.compile("(?<half>\\w+)\\.mid_block\\.resnets\\.(?<layer>\\d+)\\.(?<rest>.+)");
    private static final Pattern MIDDLE_ATTENTION =
            Pattern.compile("(?<half>\\w+)\\.mid_block\\.attentions\\.0\\.(?<rest>.+)");

    private final int levels;

    LdmVaeNames(VaeConfig config) {
        levels = config.channels().size();
    }

    Place place(String name) {
        Matcher attention = MIDDLE_ATTENTION.matcher(name);
        if (attention.matches()) {
            return attention(attention.group("half"), attention.group("rest"));
        }
        return Place.of(
                unattended(name)
                        .replace("conv_shortcut", "nin_shortcut")
                        .replace("conv_norm_out", "norm_out"));
    }

    private String unattended(String name) {
        Matcher middle = MIDDLE_RESNET.matcher(name);
        if (middle.matches()) {
            int layer = Integer.parseInt(middle.group("layer"));
            return "%s.mid.block_%d.%s"
                    .formatted(middle.group("half"), layer + 1, middle.group("rest"));
        }
        Matcher level = LEVEL.matcher(name);
        return level.matches() ? level(level) : name;
    }

    private String level(Matcher name) {
        int number = Integer.parseInt(name.group("level"));
        boolean encoder = name.group("half").equals("encoder");
        String rest =
                name.group("rest")
                        .replaceFirst("^resnets", "block")
                        .replaceFirst("^(down|up)samplers\\.0", "$1sample");
        return encoder
                ? "encoder.down.%d.%s".formatted(number, rest)
                : "decoder.up.%d.%s".formatted(levels - 1 - number, rest);
    }

    private static Place attention(String half, String rest) {
        String name = half + ".mid.attn_1." + LdmUNetNames.renamed(rest, IN_ATTENTION);
        boolean projection = rest.endsWith("weight") && !rest.startsWith("group_norm");
        return new Place(name, projection ? Layout.CONVOLUTION : Layout.AS_IT_IS);
    }
}
