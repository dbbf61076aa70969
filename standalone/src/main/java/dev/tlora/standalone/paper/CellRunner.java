package dev.tlora.standalone.paper;

import ai.djl.ndarray.NDManager;
import dev.tlora.diffusion.adapter.Adapter;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.sampling.SamplingSettings;
import dev.tlora.diffusion.schedule.SchedulerKind;
import dev.tlora.diffusion.training.AdapterTrainer;
import dev.tlora.diffusion.training.TrainingSettings;
import dev.tlora.diffusion.vision.Sight;
import dev.tlora.diffusion.vision.UnitVector;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Trains an adapter, draws with it and looks at the pictures. Used by one thread. */
final class CellRunner {

    /** Seeds of pictures; the same for every method, so that methods are compared in pairs. */
    private static final long FIRST_PICTURE = 1_000;

    private final Studio studio;
    private final Protocol protocol;

    CellRunner(Studio studio, Protocol protocol) {
        this.studio = studio;
        this.protocol = protocol;
    }

    /** The pictures of a cell and what was measured on them. */
    record Outcome(Measurement measurement, List<BufferedImage> pictures) {}

    Outcome run(Cell cell, Concept concept) {
        long start = System.nanoTime();
        try (NDManager scope = studio.manager().newSubManager();
                Adapter adapter =
                        Adapter.create(cell.setting().adapter(cell.seed()), studio.unet(), scope)) {
            double loss = train(cell, concept, adapter, scope);
            adapter.attachTo(studio.unet());
            try {
                List<BufferedImage> pictures = draw(concept, adapter);
                double rank = EffectiveRank.mean(adapter, cell.setting().rank());
                Duration taken = Duration.ofNanos(System.nanoTime() - start);
                return new Outcome(
                        judge(cell, concept, pictures, rank, loss, taken.toMillis() / 1e3),
                        pictures);
            } finally {
                adapter.detachFrom(studio.unet());
            }
        }
    }

    private double train(Cell cell, Concept concept, Adapter adapter, NDManager scope) {
        Setting setting = cell.setting();
        PreparedConcept prepared =
                studio.prepare(concept, setting.photos(), protocol.trainingPrompt(concept), scope);
        TrainingSettings settings =
                new TrainingSettings(
                        protocol.trainingSteps(),
                        protocol.learningRate(),
                        protocol.weightDecay(),
                        cell.seed(),
                        setting.firstTimestep(),
                        setting.lastTimestep());
        try (AdapterTrainer trainer =
                new AdapterTrainer(studio.unet(), studio.schedule(), prepared, adapter, settings)) {
            while (!trainer.isFinished()) {
                trainer.step();
            }
            return trainer.fixedLoss();
        }
    }

    /** Plain pictures first, then one for each prompt. */
    private List<BufferedImage> draw(Concept concept, Adapter adapter) {
        List<String> wanted =
                new ArrayList<>(
                        Collections.nCopies(
                                protocol.plainPictures(), protocol.trainingPrompt(concept)));
        concept.prompts().forEach(prompt -> wanted.add(protocol.drawn(prompt, concept)));
        long[] seeds = LongStream.range(FIRST_PICTURE, FIRST_PICTURE + wanted.size()).toArray();
        SamplingSettings settings =
                new SamplingSettings(
                        SchedulerKind.EULER,
                        protocol.samplingSteps(),
                        protocol.guidance(),
                        studio.size());
        return studio.draw(wanted, seeds, settings, adapter::atTimestep);
    }

    private Measurement judge(
            Cell cell,
            Concept concept,
            List<BufferedImage> pictures,
            double effectiveRank,
            double loss,
            double seconds) {
        int photos = cell.setting().photos();
        List<Sight> reference =
                studio.scorer()
                        .see(
                                concept.photos().subList(0, photos),
                                concept.foregrounds().subList(0, photos));
        List<Sight> seen = studio.scorer().see(pictures);
        List<Sight> plain = seen.subList(0, protocol.plainPictures());
        List<Sight> scenes = seen.subList(protocol.plainPictures(), seen.size());
        return new Measurement(
                mean(plain, sight -> sight.clipI(reference)),
                mean(plain, sight -> sight.dino(reference)),
                textSimilarity(scenes, concept),
                scenes.stream()
                        .map(sight -> sight.leak(reference))
                        .filter(OptionalDouble::isPresent)
                        .mapToDouble(OptionalDouble::getAsDouble)
                        .average()
                        .orElse(Double.NaN),
                effectiveRank,
                loss,
                seconds);
    }

    private double textSimilarity(List<Sight> scenes, Concept concept) {
        return IntStream.range(0, scenes.size())
                .mapToDouble(
                        i -> {
                            String prompt = Protocol.judged(concept.prompts().get(i), concept);
                            UnitVector text = studio.scorer().text(prompt);
                            return scenes.get(i).clipT(text);
                        })
                .average()
                .orElseThrow();
    }

    private static double mean(List<Sight> sights, ToDoubleFunction<Sight> likeness) {
        return sights.stream().mapToDouble(likeness).average().orElseThrow();
    }
}
