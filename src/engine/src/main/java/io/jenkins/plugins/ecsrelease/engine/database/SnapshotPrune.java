package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.OwnSnapshotsLook;
import io.jenkins.plugins.ecsrelease.engine.database.look.SnapshotLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Looks which snapshots of this job are more than it keeps: its own only, by tag, of this very database, the oldest first,
 * and never the one just taken. What happens here changes nothing about the outcome.
 *
 * @param outcome what the operation ends with, whatever becomes of the pruning
 * @param done how many were deleted
 * @param since when it was first looked; null until the first turn
 */
record SnapshotPrune(SnapshotCourse course, Outcome outcome, int done, Instant since) implements Await {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private OwnSnapshotsLook look() {
        return new OwnSnapshotsLook(
                SnapshotCourse.kind(course.order()),
                SnapshotCourse.identifier(course.order()),
                SnapshotCourse.JOB_KEY,
                SnapshotName.jobKey(course.order().job()));
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(look());
    }

    @Override
    public String describe() {
        return "looking which snapshots of this job are more than the " + course.order().keep() + " it keeps";
    }

    @Override
    public Turn next(View view) {
        Answer<OwnSnapshotsLook.Found> answer = view.of(look());
        if (view.stop().isPresent() || done > 100) {
            return Turn.to(new Ended(outcome));
        }
        if (answer.ifUnknown().isPresent()) {
            Problem problem = answer.ifUnknown().get();
            Instant begun = since == null ? view.now() : since;
            boolean passing = switch (problem.kind()) {
                case LOST, THROTTLED, CREDENTIALS -> view.now().isBefore(begun.plus(PATIENCE));
                case REFUSED, DENIED, NOT_FOUND -> false;
            };
            return passing
                    ? Turn.again(new SnapshotPrune(course, outcome, done, begun), Duration.ofSeconds(5))
                    : Turn.to(new Ended(outcome), Fact.of("prune", "Older snapshots of this job were not pruned. " + problem.full()));
        }
        List<SnapshotLook.Seen> own = answer.ifKnown().orElseThrow().snapshots().stream()
                .filter(snapshot -> course.database().resourceId().equals(snapshot.tags().get(SnapshotCourse.RESOURCE)))
                .filter(snapshot -> snapshot.status().equals("available"))
                .toList();
        String name = SnapshotName.of(course.order());
        int surplus = own.size() - course.order().keep();
        return own.stream()
                .limit(Math.max(0, surplus))
                .filter(snapshot -> !snapshot.identifier().equals(name))
                .findFirst()
                .map(oldest -> Turn.to(new SnapshotDelete(course, outcome, done, oldest.identifier())))
                .orElseGet(() -> Turn.to(new Ended(outcome)));
    }
}
