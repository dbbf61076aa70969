package dev.tlora.diffusion.adapter.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code unet.….attn1.to_out.0.lora_A.weight}: what diffusers saves. Read as well: peft's own
 * {@code base_model.model.} in place of {@code unet.}, and {@code lora.down} for {@code lora_A}.
 */
final class DiffusersNaming implements TensorNaming {

    private static final Pattern NAME =
            Pattern.compile(
                    "(?:unet\\.|base_model\\.model\\.)?"
                            + "(?<path>(?!unet\\.|text_encoder).+\\.attn[12]\\.to_(?:q|k|v|out\\.0))"
                            + "\\.(?:(?<down>lora_A|lora\\.down)|lora_B|lora\\.up)\\.weight");

    @Override
    public String nameOf(Place place) {
        return "unet.%s.%s.weight"
                .formatted(place.path(), place.array().equals(DOWN) ? "lora_A" : "lora_B");
    }

    @Override
    public Optional<Place> parse(String name) {
        Matcher found = NAME.matcher(name);
        return found.matches()
                ? Optional.of(
                        new Place(found.group("path"), found.group("down") != null ? DOWN : UP))
                : Optional.empty();
    }
}
