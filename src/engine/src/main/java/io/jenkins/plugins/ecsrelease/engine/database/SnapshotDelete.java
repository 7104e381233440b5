package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.Kind;
import io.jenkins.plugins.ecsrelease.engine.database.look.SnapshotLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Signal;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.rds.RdsClient;

/** DeleteDBClusterSnapshot or DeleteDBSnapshot of one that is more than the job keeps. A refusal is noted, no more. */
record SnapshotDelete(SnapshotCourse course, Outcome outcome, int done, String identifier) implements Change<String> {

    private SnapshotLook look() {
        return new SnapshotLook(SnapshotCourse.kind(course.order()), identifier);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(look());
    }

    @Override
    public String describe() {
        return "deleting snapshot " + identifier + ", which is more than this job keeps";
    }

    @Override
    public Finding<String> find(View view) {
        Answer<SnapshotLook.Seen> answer = view.of(look());
        if (answer.ifUnknown().isPresent()) {
            return Finding.unclear(answer.ifUnknown().get());
        }
        SnapshotLook.Seen seen = answer.ifKnown().orElseThrow();
        return !seen.present() || seen.status().equals("deleting") ? Finding.made(identifier) : Finding.absent();
    }

    @Override
    public Turn stopped(Signal stop) {
        return Turn.to(new Ended(outcome));
    }

    @Override
    public String make(Tools tools) {
        RdsClient rds = tools.client(RdsClient.class);
        if (SnapshotCourse.kind(course.order()) == Kind.CLUSTER) {
            rds.deleteDBClusterSnapshot(request -> request.dbClusterSnapshotIdentifier(identifier));
        } else {
            rds.deleteDBSnapshot(request -> request.dbSnapshotIdentifier(identifier));
        }
        return identifier;
    }

    @Override
    public Turn made(String deleted) {
        return Turn.to(new SnapshotPrune(course, outcome, done + 1, null),
                Fact.of("prune", "Deleted snapshot " + deleted + ": this job keeps " + course.order().keep() + ".",
                        Map.of("snapshot", deleted)));
    }

    @Override
    public Turn refused(Problem problem) {
        return Turn.to(new Ended(outcome), Fact.of("prune", "Snapshot " + identifier + " was not pruned. " + problem.full()));
    }
}
