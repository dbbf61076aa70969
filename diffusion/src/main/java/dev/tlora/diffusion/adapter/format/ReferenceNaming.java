package dev.tlora.diffusion.adapter.format;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ….attn1.processor.to_out_lora.q_layer.weight}: attention processors of diffusers 0.25, as
 * the reference saves them. Files of diffusers' own from that time begin with {@code unet.}.
 */
final class ReferenceNaming implements TensorNaming {

    private static final Pattern NAME =
            Pattern.compile(
                    "(?:unet\\.)?(?<attention>.+\\.attn[12])\\.processor"
                            + "\\.to_(?<projection>q|k|v|out)_lora\\.(?<array>.+)");

    private static final String OUT = "to_out.0";

    @Override
    public String nameOf(Place place) {
        int end = place.path().lastIndexOf(".to_");
        String attention = place.path().substring(0, end);
        String projection = place.path().substring(end + 1);
        return "%s.processor.%s_lora.%s"
                .formatted(
                        attention, projection.equals(OUT) ? "to_out" : projection, place.array());
    }

    @Override
    public Optional<Place> parse(String name) {
        Matcher found = NAME.matcher(name);
        if (!found.matches()) {
            return Optional.empty();
        }
        String projection = found.group("projection");
        String path =
                found.group("attention")
                        + (projection.equals("out") ? "." + OUT : ".to_" + projection);
        return Optional.of(new Place(path, found.group("array")));
    }
}
