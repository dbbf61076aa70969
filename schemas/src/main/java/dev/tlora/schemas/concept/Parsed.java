package dev.tlora.schemas.concept;

import dev.tlora.schemas.ConceptSubmitted;
import dev.tlora.schemas.Problem;
import java.util.List;
import java.util.Optional;

/** What a concept record turned out to be. */
public sealed interface Parsed {

    /** Everything about it is possible, as far as the event alone tells. */
    record Valid(ConceptSubmitted event) implements Parsed {}

    /**
     * It can never succeed as it stands.
     *
     * @param runId the user's where it can be read, else derived from the record's bytes, so that
     *     the same record is rejected under the same id
     * @param conceptId the user's; {@code null} where it is absent or cannot be read
     * @param problems everything that is wrong, in document order
     */
    record Invalid(String runId, String conceptId, List<Problem> problems) implements Parsed {
        public Invalid {
            problems = List.copyOf(problems);
        }

        public Optional<String> conceptIdIfAny() {
            return Optional.ofNullable(conceptId);
        }
    }
}
