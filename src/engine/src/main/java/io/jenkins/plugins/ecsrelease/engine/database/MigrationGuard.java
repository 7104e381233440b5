package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.Kind;
import io.jenkins.plugins.ecsrelease.engine.database.look.SnapshotLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.util.Set;

/** Looks at the snapshot that is to protect the migration, at AWS and not only in what a pipeline says about it. */
record MigrationGuard(MigrationPlan plan) implements Await {

    private SnapshotLook look() {
        String snapshot = plan.order().snapshot();
        return new SnapshotLook(kind(snapshot), snapshot);
    }

    /** Told by the ARN; a bare name is taken for a cluster's. */
    static Kind kind(String snapshot) {
        return snapshot.startsWith("arn:") && !snapshot.contains(":cluster-snapshot:") ? Kind.INSTANCE : Kind.CLUSTER;
    }

    @Override
    public Set<Question<?>> questions() {
        return plan.order().snapshot().isEmpty() ? Set.of() : Set.of(look());
    }

    @Override
    public String describe() {
        return plan.order().snapshot().isEmpty() ? "no snapshot protects this migration" : "looking at snapshot " + plan.order().snapshot();
    }

    @Override
    public Turn next(View view) {
        MigrationOrder order = plan.order();
        if (view.stop().isPresent()) {
            return MigrationCheck.stopped("Stopped by " + view.stop().get().who() + " before the migration was run.");
        }
        if (order.snapshot().isEmpty()) {
            Fact fact = Fact.of("unprotected", "No snapshot protects this migration: " + order.unprotected());
            return order.database().isEmpty()
                    ? Turn.to(new MigrationRegister(plan), fact)
                    : Turn.to(new MigrationLoad(plan, null, order.database(), "", view.now()), fact);
        }
        Answer<SnapshotLook.Seen> answer = view.of(look());
        if (answer.ifUnknown().isPresent()) {
            return MigrationCheck.unread(answer.ifUnknown().get(), view.now(), plan.begun(), this, "Snapshot " + order.snapshot());
        }
        SnapshotLook.Seen seen = answer.ifKnown().orElseThrow();
        if (!seen.present()) {
            return refuse("there is no snapshot " + order.snapshot() + " in this region and account");
        }
        if (!seen.status().equals("available") || seen.createdAt() == null) {
            return refuse("snapshot " + seen.identifier() + " is " + seen.status() + ", not available");
        }
        Duration age = Duration.between(seen.createdAt(), view.now());
        if (age.compareTo(Duration.ofMinutes(order.snapshotMaxAgeMinutes())) > 0) {
            return refuse("snapshot " + seen.identifier() + " is " + age.toMinutes() + " minutes old, and at most "
                    + order.snapshotMaxAgeMinutes() + " are allowed (snapshotMaxAgeMinutes)");
        }
        String database = order.database().isEmpty() ? seen.database() : order.database();
        return Turn.to(new MigrationLoad(plan.protectedBy(seen.arn()), kind(order.snapshot()), database, resource(seen), view.now()));
    }

    /** As RDS tells it, else as our own snapshots carry it. */
    private static String resource(SnapshotLook.Seen seen) {
        return seen.resourceId().isEmpty() ? seen.tags().getOrDefault(SnapshotCourse.RESOURCE, "") : seen.resourceId();
    }

    static Turn refuse(String why) {
        return MigrationCheck.stopped("The migration was not run: " + why + ". Take a snapshot with auroraSnapshot and give its "
                + "'arn', or say in 'unprotected' why it may do without.");
    }
}
