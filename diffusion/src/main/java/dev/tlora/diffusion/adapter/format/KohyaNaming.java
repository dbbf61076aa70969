package dev.tlora.diffusion.adapter.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code lora_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_out_0.lora_down.weight}: paths of
 * Stability's own U-Net with underscores, which is what kohya's scripts train. That U-Net counts
 * resnets and down- or upsamplers in one sequence: {@code down_blocks.i.attentions.j} is {@code
 * input_blocks.((n + 1) i + j + 1).1} where a block has n layers, {@code up_blocks.i.attentions.j}
 * is {@code output_blocks.((n + 1) i + j).1} (diffusers, {@code
 * convert_diffusers_to_original_sdxl.py}). Names in diffusers' own terms are read as well.
 */
final class KohyaNaming implements TensorNaming {

    private static final Pattern PATH =
            Pattern.compile(
                    "(?<side>down|up)_blocks\\.(?<block>\\d+)\\.attentions\\.(?<layer>\\d+)"
                            + "\\.(?<rest>.+)");

    private static final String MIDDLE = "mid_block.attentions.0.";

    private static final Pattern NAME =
            Pattern.compile(
                    "lora_unet_(?:(?<side>input|output)_blocks_(?<number>\\d+)_1"
                            + "|(?<middle>middle_block_1|mid_block_attentions_0)"
                            + "|(?<other>down|up)_blocks_(?<block>\\d+)_attentions_(?<layer>\\d+))"
                            + "_transformer_blocks_(?<transformer>\\d+)_attn(?<attention>[12])"
                            + "_to_(?<projection>q|k|v|out_0)"
                            + "\\.(?:lora_(?<half>down|up)\\.weight|alpha)");

    private final int perBlock;

    /**
     * For a network.
     *
     * @param layersPerBlock resnets of a down block; 2 in SDXL
     */
    KohyaNaming(int layersPerBlock) {
        perBlock = layersPerBlock + 1;
    }

    @Override
    public String nameOf(Place place) {
        String array = place.array().equals(ALPHA) ? ALPHA : "lora_" + place.array();
        return "lora_unet_" + moduleOf(place.path()).replace('.', '_') + "." + array;
    }

    private String moduleOf(String path) {
        if (path.startsWith(MIDDLE)) {
            return "middle_block.1." + path.substring(MIDDLE.length());
        }
        Matcher found = PATH.matcher(path);
        if (!found.matches()) {
            throw new IllegalArgumentException("'" + path + "' is no attention of a U-Net");
        }
        int number =
                perBlock * Integer.parseInt(found.group("block"))
                        + Integer.parseInt(found.group("layer"));
        return found.group("side").equals("down")
                ? "input_blocks.%d.1.%s".formatted(number + 1, found.group("rest"))
                : "output_blocks.%d.1.%s".formatted(number, found.group("rest"));
    }

    @Override
    public Optional<Place> parse(String name) {
        Matcher found = NAME.matcher(name);
        if (!found.matches()) {
            return Optional.empty();
        }
        String path =
                "%s.transformer_blocks.%s.attn%s.to_%s"
                        .formatted(
                                transformerOf(found),
                                found.group("transformer"),
                                found.group("attention"),
                                found.group("projection").replace('_', '.'));
        String half = found.group("half");
        return Optional.of(new Place(path, half == null ? ALPHA : half + ".weight"));
    }

    private String transformerOf(Matcher found) {
        if (found.group("middle") != null) {
            return "mid_block.attentions.0";
        }
        if (found.group("other") != null) {
            return "%s_blocks.%s.attentions.%s"
                    .formatted(found.group("other"), found.group("block"), found.group("layer"));
        }
        boolean isDown = found.group("side").equals("input");
        int number = Integer.parseInt(found.group("number")) - (isDown ? 1 : 0);
        return "%s_blocks.%d.attentions.%d"
                .formatted(isDown ? "down" : "up", number / perBlock, number % perBlock);
    }
}
