package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.time.Instant;

/** What is done with an outcome once it stands: put the service's configuration back, remember the verdict, end. */
public final class Finish {

    private Finish() {}

    public static Turn with(Course course, Verdict verdict, String message, Instant now, Fact... facts) {
        return after(course, course.outcome(verdict, message, now), facts);
    }

    static Turn after(Course course, Outcome outcome, Fact... facts) {
        boolean borrowed = course.changed() && !course.setup().sent().isEmpty();
        return borrowed ? Turn.to(new Restore(course, outcome), facts) : remember(course, outcome, facts);
    }

    static Turn remember(Course course, Outcome outcome, Fact... facts) {
        String marked = marked(course, outcome.verdict());
        boolean release = course.purpose() == Course.Purpose.RELEASE || course.purpose() == Course.Purpose.REVERT;
        return marked.isEmpty()
                ? Turn.to(new Ended(outcome), facts)
                : Turn.to(new Remember(marked, verdictOf(course, outcome.verdict()), release ? "" : course.release(), outcome), facts);
    }

    /** The task definition that the verdict is about; empty when it is about none of ours. */
    private static String marked(Course course, Verdict verdict) {
        return switch (course.purpose()) {
            case RELEASE -> course.taskDefinition().equals(course.previous()) ? "" : course.taskDefinition();
            case REVERT -> course.previous();
            case UNDO -> verdict == Verdict.SUCCEEDED ? course.taskDefinition() : "";
            case ROLLBACK -> verdict == Verdict.SUCCEEDED && course.changed() ? course.previous() : "";
        };
    }

    /** A rollback that succeeded is told of the version that it took away: it is not to be gone back to. */
    private static String verdictOf(Course course, Verdict verdict) {
        boolean asked = course.purpose() == Course.Purpose.ROLLBACK || course.purpose() == Course.Purpose.UNDO;
        return asked ? Verdict.ROLLED_BACK.name() : verdict.name();
    }
}
