package dev.tlora.sampler;

import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.RenderRequested;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an image file says about how it was made: enough to draw it again. */
final class ImageTexts {

    private ImageTexts() {}

    /** By PNG keyword, in a fixed order. */
    static Map<String, String> of(RenderRequested request, int index) {
        PlannedImage image = request.image(index);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("prompt", image.prompt());
        texts.put("seed", Long.toString(image.seed()));
        texts.put("run", request.runId());
        texts.put("render", request.renderId());
        texts.put("adapter", image.adapterSha256IfAny().orElse("none"));
        texts.put("model", request.model().name() + " " + request.model().hash());
        texts.put("scheduler", request.sampling().scheduler());
        texts.put("steps", Integer.toString(request.sampling().steps()));
        texts.put("guidance", Double.toString(request.sampling().guidance()));
        texts.put("resolution", Integer.toString(request.sampling().resolution()));
        request.sampling()
                .minRankIfAny()
                .ifPresent(minRank -> texts.put("minRank", Integer.toString(minRank)));
        request.sampling()
                .rankExponentIfAny()
                .ifPresent(exponent -> texts.put("rankExponent", Double.toString(exponent)));
        if (request.model().untrained()) {
            texts.put("note", "the base model is untrained, so this picture is noise");
        }
        return texts;
    }
}
