package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
        watched.stream()
                .filter(Watched::due)
                .forEach(one -> questions.addAll(Reading.questions(one.check(), scope, one.at())));
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
            Reading reading = Reading.of(one.check(), scope, one.at(), view);
            Watched after = one.after(reading, view.now());
            next.add(after);
            facts.add(fact(one, after, reading));
            if (failure.isEmpty() && after.failed()) {
                failure = Optional.of("the check '" + one.check().title() + "' failed (" + reading.detail() + ")");
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
    public Optional<String> inconclusive() {
        List<String> open = watched.stream()
                .filter(Watched::inconclusive)
                .map(one -> "'" + one.check().title() + "'" + (one.detail().isEmpty() ? "" : " (" + one.detail() + ")"))
                .toList();
        return open.isEmpty() ? Optional.empty() : Optional.of("not decided: " + String.join(", ", open));
    }

    private static Fact fact(Watched before, Watched after, Reading reading) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("check", before.check().title());
        details.put("result", reading.result());
        details.put("detail", reading.detail());
        if (reading.value() != null) {
            details.put("value", reading.value());
        }
        details.put("failures", after.failures());
        boolean news = !reading.result().equals(Reading.EARLY)
                && (!after.last().equals(before.last()) || reading.result().equals(Reading.FAIL));
        return news
                ? Fact.of("check", "Check '" + before.check().title() + "': " + reading.result() + ", " + reading.detail()
                        + (before.check().limits().dryRun() ? " (dry run)" : ""), details)
                : Fact.quiet("check", details);
    }
}
