package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.Kind;
import io.jenkins.plugins.ecsrelease.engine.database.look.SnapshotLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Change;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.Tag;

/** CreateDBClusterSnapshot or CreateDBSnapshot. The name is the token: RDS refuses a second one of it. */
record SnapshotCreate(SnapshotCourse course) implements Change<String> {

    private static final Set<String> TAKEN = Set.of(
            "DBClusterSnapshotAlreadyExistsFault", "DBSnapshotAlreadyExists", "DBSnapshotAlreadyExistsFault");
    private static final Set<String> NOT_NOW = Set.of(
            "InvalidDBClusterStateFault", "InvalidDBInstanceState", "InvalidDBInstanceStateFault");
    private static final Set<String> FULL = Set.of("SnapshotQuotaExceeded", "SnapshotQuotaExceededFault");

    @Override
    public Set<Question<?>> questions() {
        return Set.of(SnapshotCourse.look(course.order()));
    }

    @Override
    public String describe() {
        return "asking for snapshot " + SnapshotName.of(course.order()) + " of " + SnapshotCourse.named(course.order());
    }

    @Override
    public Finding<String> find(View view) {
        Answer<SnapshotLook.Seen> answer = view.of(SnapshotCourse.look(course.order()));
        if (answer.ifUnknown().isPresent()) {
            return Finding.unclear(answer.ifUnknown().get());
        }
        SnapshotLook.Seen there = answer.ifKnown().orElseThrow();
        if (!there.present()) {
            return Finding.absent();
        }
        return SnapshotCourse.own(course.order(), course.database(), there)
                ? Finding.made(there.identifier())
                : Finding.instead(SnapshotWait.stranger(there));
    }

    @Override
    public String make(Tools tools) {
        SnapshotOrder order = course.order();
        String name = SnapshotName.of(order);
        List<Tag> tags = course.tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        RdsClient rds = tools.client(RdsClient.class);
        if (SnapshotCourse.kind(order) == Kind.CLUSTER) {
            rds.createDBClusterSnapshot(request ->
                    request.dbClusterIdentifier(order.cluster()).dbClusterSnapshotIdentifier(name).tags(tags));
        } else {
            rds.createDBSnapshot(
                    request -> request.dbInstanceIdentifier(order.instance()).dbSnapshotIdentifier(name).tags(tags));
        }
        return name;
    }

    @Override
    public Turn made(String name) {
        return Turn.to(new SnapshotFollow(course, "creating", 0), Fact.of("mutation",
                "Asked for snapshot " + name + " of " + SnapshotCourse.named(course.order()) + ".",
                Map.of("call", SnapshotCourse.kind(course.order()) == Kind.CLUSTER ? "CreateDBClusterSnapshot" : "CreateDBSnapshot",
                        "snapshot", name)));
    }

    @Override
    public Turn refused(Problem problem) {
        if (TAKEN.contains(problem.code())) {
            return Turn.again(new SnapshotWait(course.order(), course.begun(), null), Duration.ofSeconds(2));
        }
        if (NOT_NOW.contains(problem.code())) {
            return Turn.again(new SnapshotWait(course.order(), course.begun(), "not available"), Duration.ofSeconds(10));
        }
        if (FULL.contains(problem.code())) {
            return SnapshotWait.stopped("The account has as many manual snapshots as this region allows, so none was taken. "
                    + "Delete old ones, let 'keep' prune those of this job, or have the quota raised. " + problem.full());
        }
        return SnapshotWait.stopped("The snapshot of " + SnapshotCourse.named(course.order()) + " was refused. " + problem.full());
    }
}
