package io.jenkins.plugins.ecsrelease.engine.service;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.HistoryLook;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the service deployment that our UpdateService began, whatever has become of it since: a validation may fail
 * within a second, and others may have deployed on top.
 *
 * @param since when it was first looked for; null before
 */
public record Pin(Course course, Baseline baseline, Instant since) implements Await {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Ours among new deployments: the oldest of our task definition. */
    static Optional<History.Entry> ours(List<History.Entry> others, Course course) {
        return others.stream()
                .filter(entry -> entry.taskDefinition().equals(course.taskDefinition()))
                .reduce((newer, older) -> older);
    }

    private HistoryLook look() {
        return new HistoryLook(course.cluster(), course.service(), baseline.since());
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(look());
    }

    @Override
    public String describe() {
        return "waiting for ECS to show the deployment of " + course.version();
    }

    @Override
    public Turn next(View view) {
        Pin looked = new Pin(course, baseline, since == null ? view.now() : since);
        Answer<History> answer = view.of(look());
        if (answer instanceof Answer.Known<History> known) {
            Optional<History.Entry> ours = ours(baseline.newIn(known.value()), course);
            if (ours.isPresent()) {
                String arn = ours.get().arn();
                return Turn.to(Shift.of(course.pinned(arn)), Fact.of("deployment",
                        "Following " + arn, Map.of("deployment", arn, "status", ours.get().status())));
            }
            if (Duration.between(looked.since(), view.now()).compareTo(PATIENCE) > 0) {
                return Finish.with(course, Verdict.UNKNOWN, "ECS accepted " + course.version() + " for " + course.place()
                        + ", and shows no deployment of it after " + PATIENCE.toMinutes() + " minutes. Look at the service's "
                        + "deployments in ECS, then run ecsRollback or the release again.", view.now());
            }
        }
        long waited = Duration.between(looked.since(), view.now()).toSeconds();
        return Turn.again(looked, Duration.ofSeconds(waited < 10 ? 1 : waited < 60 ? 3 : 15));
    }
}
