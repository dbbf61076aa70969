package dev.tlora.ingest.order;

import dev.tlora.schemas.ConceptOrder;
import dev.tlora.schemas.Problem;
import java.util.List;
import java.util.Optional;

/** What an order turned out to be once its photos and its model were seen. */
public sealed interface Checked {

    /** The user's id for the run, or the one that follows from the order. */
    String runId();

    /** What tells this order from others, whatever its run is called. */
    String fingerprint();

    /**
     * It can be carried out.
     *
     * @param order with every choice made
     * @param photos one to eight
     * @param mask of the only photo, if the user gave one
     */
    record Sound(
            String fingerprint,
            ConceptOrder order,
            ModelFacts model,
            List<Photo> photos,
            Optional<Mask> mask)
            implements Checked {
        public Sound {
            photos = List.copyOf(photos);
        }

        @Override
        public String runId() {
            return order.runId();
        }
    }

    /**
     * It cannot.
     *
     * @param problems everything that is wrong, at least one
     */
    record Unsound(String fingerprint, String runId, List<Problem> problems) implements Checked {
        public Unsound {
            problems = List.copyOf(problems);
        }
    }
}
