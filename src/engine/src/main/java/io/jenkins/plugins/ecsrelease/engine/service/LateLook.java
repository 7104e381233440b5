package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.health.Analysis;
import io.jenkins.plugins.ecsrelease.engine.health.Scope;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Phase;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * ECS ended the deployment while checks were undecided: a bake ends by itself, also when nobody looks because the
 * controller is down. What the new version's targets, alarms and metrics say now is evidence too, so the checks are judged
 * on for a while. One that fails has the release deployed back, if failures are to be taken back; what stays undecided is
 * not proven.
 *
 * @param revision ARN of the new version's revision; empty until known
 * @param scope what the checks look at; its target groups are read from the revision where ECS had not named them yet
 * @param since when the deployment was seen to be over
 */
public record LateLook(Course course, String revision, Scope scope, Analysis analysis, Instant since) implements Await {

    /** How long undecided checks are judged after the end. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** @param seen what was known of the deployment when it was seen to be over */
    static LateLook of(Course course, Progress seen, Analysis analysis, Instant now) {
        return new LateLook(course, seen.revision(), seen.scope(course).live(now), analysis.dueBy(now), now);
    }

    private Whereabouts whereabouts() {
        return new Whereabouts(course, revision, scope);
    }

    @Override
    public Set<Question<?>> questions() {
        Set<Question<?>> questions = new LinkedHashSet<>(analysis.questions(scope));
        if (whereabouts().lacking()) {
            questions.add(whereabouts().question());
        }
        return questions;
    }

    @Override
    public String describe() {
        return "the deployment is over, judging what its checks could not decide";
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent() || view.first(Signal.Kind.GIVE_WAY).isPresent()) {
            return Turn.to(verify(analysis, view));
        }
        if (whereabouts().lacking()) {
            Optional<Whereabouts> found = whereabouts().further(view, deployment -> deployment.target().arn());
            if (found.isPresent()) {
                return Turn.to(new LateLook(course, found.get().revision(), found.get().scope(), analysis, since));
            }
        }
        Analysis.Judged judged = analysis.judge(view, scope);
        List<Fact> facts = new ArrayList<>(judged.facts());
        if (judged.failure().isPresent()) {
            Phase next = course.terms().onFailure().equals("rollback")
                    ? new Revert(course, judged.failure().get() + " after the deployment had ended")
                    : new Verify(course, judged.failure().get(), view.now(), "");
            return new Turn(next, Duration.ZERO, facts, null);
        }
        boolean decided = judged.next().inconclusive(view.now()).isEmpty();
        if (decided || !view.now().isBefore(since.plus(PATIENCE))) {
            return new Turn(verify(judged.next(), view), Duration.ZERO, facts, null);
        }
        Duration pause = judged.next().nextLook().map(at -> Duration.between(view.now(), at)).orElse(LONGEST_PAUSE);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.isNegative() ? Duration.ZERO : pause;
        Duration after = pause.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : pause;
        return new Turn(new LateLook(course, revision, scope, judged.next().dueBy(view.now().plus(after)), since), after, facts, null);
    }

    private Verify verify(Analysis judged, View view) {
        return new Verify(course, judged.inconclusive(view.now()).orElse(""), view.now(), "");
    }
}
