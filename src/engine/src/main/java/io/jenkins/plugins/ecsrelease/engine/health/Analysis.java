package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The checks of a release judged over time: a union of questions beside those of the phase that follows the deployment,
 * and a pure step from one state to the next. Failure beats success; what cannot be told is neither.
 */
public record Analysis(List<Watched> watched) {

    public Analysis {
        watched = List.copyOf(watched);
    }

    /** @param failure the first check that is past its limit, in a sentence */
    public record Judged(Analysis next, List<Fact> facts, Optional<String> failure) {}

    public static Analysis begin(List<Check> checks, Instant now) {
        return new Analysis(checks.stream().map(check -> Watched.begin(check, now)).toList());
    }

    /** What the checks that are due ask. */
    public Set<Question<?>> questions(Scope scope) {
        Set<Question<?>> questions = new LinkedHashSet<>();
        watched.stream().filter(Watched::due).forEach(one -> questions.addAll(one.check().questions(one.look(scope))));
        return questions;
    }

    /** Judges those that were due. */
    public Judged judge(View view, Scope scope) {
        List<Watched> next = new ArrayList<>();
        List<Fact> facts = new ArrayList<>();
        Optional<String> failure = Optional.empty();
        for (Watched one : watched) {
            if (!one.due()) {
                next.add(one);
                continue;
            }
            Watched.Judged judged = one.after(one.check().read(one.look(scope), view), view.now(), scope.startedAt());
            Watched after = judged.after();
            next.add(after);
            Evidence.of(one, judged).ifPresent(facts::add);
            if (failure.isEmpty() && after.failed()) {
                failure = Optional.of("the check '" + one.check().title() + "' failed (" + Evidence.worst(judged) + ")");
            }
        }
        return new Judged(new Analysis(next), facts, failure);
    }

    /** Marks those that must be looked at by a time, which is when the next turn comes. */
    public Analysis dueBy(Instant time) {
        return new Analysis(watched.stream().map(one -> one.dueBy(time)).toList());
    }

    /** When the next check is to be looked at. */
    public Optional<Instant> nextLook() {
        return watched.stream().map(Watched::at).min(Instant::compareTo);
    }

    /** The checks that could not be decided, in a sentence; empty when all were. */
    public Optional<String> inconclusive(Instant now) {
        List<String> open = watched.stream()
                .filter(one -> one.inconclusive(now))
                .map(one -> "'" + one.check().title() + "'" + (one.detail().isEmpty() ? "" : " (" + one.detail() + ")"))
                .toList();
        return open.isEmpty() ? Optional.empty() : Optional.of("not decided: " + String.join(", ", open));
    }

    /** Whether every check passes now, whatever failed before. */
    public boolean well(Instant now) {
        return watched.stream().allMatch(one -> one.passed(now));
    }

    /** Whether every check that guards the way of production traffic has passed. */
    public boolean opensTheWay(Instant now) {
        return watched.stream().filter(one -> one.check() instanceof Http http && http.beforeTraffic()).allMatch(one -> one.passed(now));
    }

    /** How each check stands, a line each, for who decides. */
    public String standing(Instant now) {
        List<String> lines = watched.stream()
                .map(one -> "  " + one.check().title() + ": " + (one.inconclusive(now) ? Watched.INCONCLUSIVE
                        : one.last().isEmpty() ? Sample.PASS : one.last())
                        + (one.detail().isEmpty() ? "" : ", " + one.detail()) + (one.check().limits().dryRun() ? " (dry run)" : ""))
                .toList();
        return String.join("\n", lines);
    }
}
