package dev.tlora.ingest;

import dev.tlora.schemas.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** An order cannot be carried out as it stands. */
public final class RefusedOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final boolean conflict;

    private RefusedOrderException(List<Problem> problems, boolean conflict) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
        this.conflict = conflict;
    }

    static RefusedOrderException faulty(List<Problem> problems) {
        return new RefusedOrderException(problems, false);
    }

    static RefusedOrderException taken(Problem problem) {
        return new RefusedOrderException(List.of(problem), true);
    }

    /** Everything that is wrong, at least one thing. */
    public List<Problem> problems() {
        return problems;
    }

    /** Whether the order is sound and only its run's name belongs to another. */
    public boolean isConflict() {
        return conflict;
    }
}
