package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.health.Analysis;
import io.jenkins.plugins.ecsrelease.engine.health.Scope;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveDeployment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rollback is through; its checks say whether the service is well again. Nothing is changed any more, whatever they say:
 * alarms and metrics need some minutes to turn, so a check that fails at first is looked at on.
 *
 * @param revision ARN of the revision that serves again; empty until known
 * @param message what is true already: that the version is back
 * @param since when it was seen to be back
 */
public record Recovery(Course course, String revision, Scope scope, Analysis analysis, String message, Instant since)
        implements Await {

    /** How long it may take until every check passes. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final Duration PAUSE = Duration.ofSeconds(30);

    /** What follows a rollback that is through: its end, or a look at whether it helped. */
    static Turn after(Course course, String message, View view) {
        if (course.terms().checks().isEmpty()) {
            return Finish.with(course, Verdict.SUCCEEDED, message, view.now());
        }
        boolean undone = course.purpose() == Course.Purpose.UNDO;
        Instant now = view.now();
        Scope scope = new Scope(course.cluster(), course.service(), undone ? course.previous() : course.taskDefinition(),
                undone ? course.taskDefinition() : course.previous(), List.of(), List.of(), course.setup().productionRules(),
                now, now, now, now);
        return Turn.to(new Recovery(course, "", scope, Analysis.begin(course.terms().checks(), now).dueBy(now), message, now),
                Fact.of("recovery", message + " Its checks say whether the service is well."));
    }

    private Whereabouts whereabouts() {
        return new Whereabouts(course, revision, scope);
    }

    @Override
    public Set<Question<?>> questions() {
        if (whereabouts().lacking()) {
            return Set.of(whereabouts().question());
        }
        return new LinkedHashSet<>(analysis.questions(scope));
    }

    @Override
    public String describe() {
        return "looking whether the service is well again";
    }

    @Override
    public Turn next(View view) {
        boolean over = !view.now().isBefore(since.plus(PATIENCE)) || view.stop().isPresent();
        if (whereabouts().lacking()) {
            Optional<Whereabouts> found = whereabouts().further(view, this::serving);
            if (found.isPresent()) {
                return Turn.to(new Recovery(course, found.get().revision(), found.get().scope(), analysis.dueBy(view.now()), message, since));
            }
            return over ? ended(analysis, view, List.of()) : Turn.again(this, Duration.ofSeconds(3));
        }
        Analysis.Judged judged = analysis.judge(view, scope);
        if (judged.next().well(view.now()) || over) {
            return ended(judged.next(), view, judged.facts());
        }
        Duration next = judged.next().nextLook().map(at -> Duration.between(view.now(), at)).orElse(PAUSE);
        Duration after = next.compareTo(PAUSE) > 0 ? PAUSE : next.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : next;
        return new Turn(new Recovery(course, revision, scope, judged.next().dueBy(view.now().plus(after)), message, since), after,
                judged.facts(), null);
    }

    private Turn ended(Analysis judged, View view, List<Fact> facts) {
        boolean well = judged.well(view.now());
        String text = well
                ? message + " Every check passes."
                : message + " But its health is not proven:\n" + judged.standing(view.now());
        Turn end = Finish.with(course, well ? Verdict.SUCCEEDED : Verdict.UNKNOWN, text, view.now());
        List<Fact> all = new ArrayList<>(facts);
        all.addAll(end.facts());
        return new Turn(end.next(), end.after(), all, end.output());
    }

    /** The revision of the version that serves again. */
    private String serving(LiveDeployment deployment) {
        String back = deployment.rollbackRevision();
        return course.purpose() == Course.Purpose.UNDO && !back.isEmpty() ? back : deployment.target().arn();
    }
}
