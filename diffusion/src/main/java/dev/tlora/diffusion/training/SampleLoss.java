package dev.tlora.diffusion.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.tlora.diffusion.concept.ConceptImage;
import dev.tlora.diffusion.concept.PreparedConcept;
import dev.tlora.diffusion.random.CounterNoise;
import dev.tlora.diffusion.random.Purpose;
import dev.tlora.diffusion.schedule.NoiseSchedule;
import dev.tlora.diffusion.tensor.Gradients;
import dev.tlora.diffusion.tensor.HostArrays;
import dev.tlora.diffusion.tensor.Kernel;
import dev.tlora.diffusion.unet.Conditioning;
import dev.tlora.diffusion.unet.UNet;

/** The loss of one noisy picture, of the concept or of its class, and its gradient. */
final class SampleLoss {

    private final UNet unet;
    private final NoiseSchedule schedule;
    private final PreparedConcept pictures;
    private final NoisyLatents noisyLatents;
    private final TrainingSettings settings;
    private final double weight;
    private final Purposes purposes;

    private record Purposes(Purpose choice, Purpose posterior, Purpose noise) {}

    private SampleLoss(
            UNet unet,
            NoiseSchedule schedule,
            PreparedConcept pictures,
            TrainingSettings settings,
            double weight,
            Purposes purposes) {
        this.unet = unet;
        this.schedule = schedule;
        this.pictures = pictures;
        this.noisyLatents = new NoisyLatents(pictures, schedule);
        this.settings = settings;
        this.weight = weight / settings.recipe().accumulation();
        this.purposes = purposes;
    }

    static SampleLoss ofConcept(
            UNet unet, NoiseSchedule schedule, PreparedConcept concept, TrainingSettings settings) {
        Purposes purposes =
                new Purposes(Purpose.IMAGE_CHOICE, Purpose.POSTERIOR, Purpose.TRAINING_NOISE);
        return new SampleLoss(unet, schedule, concept, settings, 1, purposes);
    }

    static SampleLoss ofClass(
            UNet unet, NoiseSchedule schedule, PreparedConcept prior, TrainingSettings settings) {
        Purposes purposes =
                new Purposes(Purpose.PRIOR_CHOICE, Purpose.PRIOR_POSTERIOR, Purpose.PRIOR_NOISE);
        double weight = settings.recipe().priorWeight();
        return new SampleLoss(unet, schedule, prior, settings, weight, purposes);
    }

    /**
     * Adds the gradient to the tracked factors.
     *
     * @param number of the sample over the whole run, from 0
     * @return mean squared error of the predicted noise, unweighted
     */
    double backward(long number, int timestep, NDManager parent) {
        try (NDManager scope = parent.newSubManager()) {
            ConceptImage image = choose(number);
            NoisyLatents.Sample sample =
                    noisyLatents.draw(
                            image,
                            timestep,
                            settings.seed(),
                            number,
                            purposes.posterior(),
                            purposes.noise(),
                            scope);
            double counts = weight * settings.recipe().lossWeight(schedule.sigma(timestep));
            NDArray error = Gradients.backward(() -> error(image, sample, timestep, scope), counts);
            return error.getFloat();
        }
    }

    private ConceptImage choose(long number) {
        int count = pictures.images().size();
        return pictures.images()
                .get(CounterNoise.uniformInt(settings.seed(), number, purposes.choice(), count));
    }

    private NDArray error(
            ConceptImage image, NoisyLatents.Sample sample, int timestep, NDManager scope) {
        NDArray timesteps = HostArrays.create(scope, new float[] {timestep}, new Shape(1));
        Conditioning conditioning =
                new Conditioning(pictures.hidden(), pictures.pooled(), image.timeIds());
        return Kernel.MSE.call(
                unet.forward(sample.noisy(), timesteps, conditioning), sample.noise());
    }
}
