package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.SnapshotLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** Waits for the snapshot. It grows with the database and may take hours; only RDS knows how far it is. */
record SnapshotFollow(SnapshotCourse course, String status, int percent) implements Await {

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Set<String> FAILED =
            Set.of("failed", "deleting", "deleted", "incompatible-restore", "incompatible-parameters");

    @Override
    public Set<Question<?>> questions() {
        return Set.of(SnapshotCourse.look(course.order()));
    }

    @Override
    public String describe() {
        return "snapshot " + SnapshotName.of(course.order()) + " is " + status + ", " + percent + " %";
    }

    @Override
    public Turn next(View view) {
        String name = SnapshotName.of(course.order());
        if (view.stop().isPresent()) {
            return SnapshotWait.stopped("Stopped by " + view.stop().get().who() + " while snapshot " + name + " was " + status
                    + " (" + percent + " %). It goes on at AWS and stays there; the next run of this build takes it over.");
        }
        Answer<SnapshotLook.Seen> answer = view.of(SnapshotCourse.look(course.order()));
        boolean late = view.now().isAfter(course.deadline());
        if (answer.ifUnknown().isPresent() || !answer.ifKnown().orElseThrow().present()) {
            String why = answer.ifUnknown().map(problem -> " " + problem.full()).orElse(" RDS does not list it.");
            return late ? timedOut(name, why) : Turn.again(this, EVERY);
        }
        SnapshotLook.Seen seen = answer.ifKnown().orElseThrow();
        if (seen.status().equals("available")) {
            return available(seen, view.now());
        }
        if (FAILED.contains(seen.status())) {
            return SnapshotWait.stopped("Snapshot " + name + " is " + seen.status() + " and protects nothing. Look at the events "
                    + "of " + SnapshotCourse.named(course.order()) + " in RDS, delete the snapshot, and try again.");
        }
        return late
                ? timedOut(name, " It is " + seen.status() + ", " + seen.percent() + " %.")
                : Turn.again(new SnapshotFollow(course, seen.status(), seen.percent()), EVERY);
    }

    private Turn timedOut(String name, String why) {
        return Turn.to(new Ended(new Outcome(Verdict.TIMED_OUT, "Snapshot " + name + " was not available after "
                + course.order().timeoutMinutes() + " minutes and goes on at AWS." + why, Map.of())));
    }

    private Turn available(SnapshotLook.Seen seen, Instant now) {
        Fact fact = Fact.of("snapshot", "Snapshot " + seen.identifier() + " of " + SnapshotCourse.named(course.order())
                + " is available, " + (seen.encrypted() ? "encrypted" : "not encrypted")
                + ". A restore makes a new database and leaves this one alone:\n" + Restore.commands(course, seen),
                Map.of("snapshot", seen.identifier(), "arn", seen.arn(), "encrypted", seen.encrypted()));
        Outcome outcome = Outcome.succeeded(
                "Snapshot " + seen.identifier() + " of " + SnapshotCourse.named(course.order()) + " is available.",
                course.result(seen, now));
        return course.order().keep() == 0
                ? Turn.to(new Ended(outcome), fact)
                : Turn.to(new SnapshotPrune(course, outcome, 0, null), fact);
    }
}
