package dev.tlora.evaluator.fold;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * How far an unfinished run is.
 *
 * @param judged images that are judged or lost
 * @param planned images in its plan; 0 while nothing has said
 */
record RunProgress(int judged, int planned) {

    static final RunProgress NONE = new RunProgress(0, 0);

    /** How far it is after one of its images went from one state of knowledge to another. */
    RunProgress after(ImageTally before, ImageTally now) {
        int more = (now.isJudged() ? 1 : 0) - (before.isJudged() ? 1 : 0);
        return new RunProgress(
                judged + more, now.plan().map(plan -> plan.planned()).orElse(planned));
    }

    @JsonIgnore
    boolean isWhole() {
        return planned > 0 && judged >= planned;
    }
}
