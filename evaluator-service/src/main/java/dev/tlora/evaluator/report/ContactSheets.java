package dev.tlora.evaluator.report;

import dev.tlora.artifacts.ArtifactStore;
import dev.tlora.artifacts.RunLayout;
import dev.tlora.diffusion.image.ContactSheet;
import dev.tlora.diffusion.image.ContactSheet.Picture;
import dev.tlora.diffusion.image.ContactSheet.Row;
import dev.tlora.diffusion.image.PngWriter;
import dev.tlora.evaluator.run.FinishedRun;
import dev.tlora.evaluator.run.JudgedImage;
import dev.tlora.schemas.Scores;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws {@code contact-sheet.png}: the photos, and the images of every prompt. */
final class ContactSheets {

    /** Longer rows are broken, so that a sheet stays readable and small in memory. */
    private static final int PER_ROW = 8;

    private final ArtifactStore store;
    private final Thumbnails thumbnails;

    ContactSheets(ArtifactStore store) {
        this.store = store;
        thumbnails = new Thumbnails(store);
    }

    void write(FinishedRun run, String verdict, RunLayout layout) {
        BufferedImage sheet =
                ContactSheet.draw(
                        header(run, verdict),
                        run.concept().images().stream()
                                .flatMap(photo -> thumbnails.of(photo).stream())
                                .toList(),
                        rows(run));
        store.put(layout.contactSheet(), out -> PngWriter.write(out, sheet, Map.of()));
    }

    private static String header(FinishedRun run, String verdict) {
        return "%s, model %s, run %s. %s Below each image: CLIP-I, DINO, CLIP-T."
                .formatted(run.concept().className(), run.model().name(), run.runId(), verdict);
    }

    private List<Row> rows(FinishedRun run) {
        List<Row> rows = new ArrayList<>();
        for (PromptImages group : PromptImages.of(run)) {
            List<Picture> pictures =
                    group.images().stream().flatMap(image -> picture(image).stream()).toList();
            for (int i = 0; i < pictures.size(); i += PER_ROW) {
                rows.add(
                        new Row(
                                i == 0 ? group.heading() : "",
                                pictures.subList(i, Math.min(i + PER_ROW, pictures.size()))));
            }
        }
        return rows;
    }

    private List<Picture> picture(JudgedImage image) {
        return image.imageIfAny().flatMap(thumbnails::of).stream()
                .map(small -> new Picture(small, caption(image)))
                .toList();
    }

    private static String caption(JudgedImage image) {
        return image.scoresIfAny().map(ContactSheets::caption).orElse("not judged");
    }

    private static String caption(Scores scores) {
        return String.format(
                Locale.ROOT, "%.3f  %.3f  %.3f", scores.clipI(), scores.dino(), scores.clipT());
    }
}
