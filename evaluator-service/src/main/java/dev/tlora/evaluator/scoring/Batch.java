package dev.tlora.evaluator.scoring;

import dev.tlora.diffusion.vision.Sight;
import dev.tlora.schemas.Concept;
import dev.tlora.schemas.ImageEvent.ImageRendered;
import dev.tlora.schemas.PlannedImage;
import dev.tlora.schemas.RenderPurpose;
import dev.tlora.schemas.Scores;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Images that are judged together. One that cannot be judged does not hold up the others. */
record Batch(LoadedScorer scorer, Pictures pictures) {

    /** An image on its way: either a picture, or else what is wrong with it. */
    private record Entry(ImageRendered image, BufferedImage picture, String problem) {}

    List<Judgement> judge(List<ImageRendered> images) {
        List<Entry> entries = images.stream().map(this::load).toList();
        List<Entry> sound = entries.stream().filter(entry -> entry.problem() == null).toList();
        List<Judgement> seen = new ArrayList<>(sound.isEmpty() ? List.of() : together(sound));
        return entries.stream()
                .map(
                        entry ->
                                entry.problem() == null
                                        ? seen.remove(0)
                                        : new Judgement.Unscorable(entry.image(), entry.problem()))
                .toList();
    }

    private Entry load(ImageRendered image) {
        return Permanent.orElse(
                () -> new Entry(image, pictures.load(image.image()), null),
                e -> new Entry(image, null, e.getMessage()));
    }

    /** A failure of the networks does not say whose it is, so each image is tried by itself. */
    private List<Judgement> together(List<Entry> entries) {
        return Permanent.orElse(
                () -> {
                    List<Sight> seen = scorer.see(entries.stream().map(Entry::picture).toList());
                    return IntStream.range(0, seen.size())
                            .mapToObj(i -> judged(entries.get(i), seen.get(i)))
                            .toList();
                },
                e -> entries.stream().map(this::alone).toList());
    }

    private Judgement alone(Entry entry) {
        return Permanent.orElse(
                () -> judged(entry, scorer.see(List.of(entry.picture())).get(0)),
                e -> new Judgement.Unscorable(entry.image(), e.getMessage()));
    }

    private Judgement judged(Entry entry, Sight seen) {
        return Permanent.orElse(
                () -> compared(entry, seen),
                e -> new Judgement.Unscorable(entry.image(), e.getMessage()));
    }

    private Judgement compared(Entry entry, Sight seen) {
        ImageRendered image = entry.image();
        Concept concept = image.plan().concept();
        List<ConceptPhoto> photos =
                IntStream.range(0, concept.images().size())
                        .mapToObj(i -> scorer.photo(image.runId(), concept, i, pictures))
                        .toList();
        requireSize(entry, photos.get(0));
        ScoredPrompt prompt = ScoredPrompt.of(image.plan());
        return new Judgement.Seen(
                image,
                scores(seen, photos.stream().map(ConceptPhoto::seen).toList(), prompt),
                seen.share(),
                warnings(prompt),
                seen.whole());
    }

    /** A run's images are as large as its photos; users may ask for any size. */
    private static void requireSize(Entry entry, ConceptPhoto photo) {
        PlannedImage plan = entry.image().plan();
        int width = entry.picture().getWidth();
        int height = entry.picture().getHeight();
        boolean fits = width == photo.width() && height == photo.height();
        if (!fits && plan.purpose() != RenderPurpose.USER) {
            throw new IllegalArgumentException(
                    "it has %d x %d pixels, the run's photos %d x %d"
                            .formatted(width, height, photo.width(), photo.height()));
        }
    }

    private Scores scores(Sight seen, List<Sight> concept, ScoredPrompt prompt) {
        OptionalDouble leak = seen.leak(concept);
        return new Scores(
                seen.clipI(concept),
                seen.dino(concept),
                seen.clipT(scorer.text(prompt.withClass())),
                prompt.tokenRemovedIfAny().map(text -> seen.clipT(scorer.text(text))).orElse(null),
                leak.isPresent() ? leak.getAsDouble() : null);
    }

    private List<String> warnings(ScoredPrompt prompt) {
        return scorer.readsAll(prompt.withClass())
                ? List.of()
                : List.of("CLIP reads 77 tokens; the end of the prompt was left out of CLIP-T.");
    }
}
