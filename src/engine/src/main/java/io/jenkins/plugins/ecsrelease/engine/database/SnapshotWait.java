package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.DatabaseLook;
import io.jenkins.plugins.ecsrelease.engine.database.look.Kind;
import io.jenkins.plugins.ecsrelease.engine.database.look.QuotaLook;
import io.jenkins.plugins.ecsrelease.engine.database.look.SnapshotLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Ended;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * Looks at database, name and quota, and waits until a snapshot can be taken: RDS takes none while the database is
 * anything but available, and a running automatic backup is enough for that.
 *
 * @param begun null until the first turn
 * @param status the database's last seen, for people; null until the first turn
 */
record SnapshotWait(SnapshotOrder order, Instant begun, String status) implements Await {

    private static final Duration EVERY = Duration.ofSeconds(10);

    /** Nothing good comes of waiting in these. */
    private static final Map<String, String> HOPELESS = Map.of(
            "deleting", "it is being deleted",
            "deleted", "it is deleted",
            "stopped", "it is stopped: start it first",
            "stopping", "it is being stopped: start it first",
            "failed", "it has failed",
            "inaccessible-encryption-credentials", "its KMS key cannot be used: enable the key or its grants",
            "inaccessible-encryption-credentials-recoverable", "its KMS key cannot be used: enable the key or its grants",
            "storage-full", "its storage is full");

    private DatabaseLook database() {
        return new DatabaseLook(SnapshotCourse.kind(order), SnapshotCourse.identifier(order));
    }

    private QuotaLook quota() {
        return new QuotaLook(SnapshotCourse.kind(order));
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(database(), quota(), SnapshotCourse.look(order));
    }

    @Override
    public String describe() {
        String named = SnapshotCourse.named(order);
        if (status == null) {
            return "looking at " + named;
        }
        return "waiting until " + named + " can be snapshotted; it is " + status
                + (status.equals("backing-up") ? " (an automatic backup is running)" : "");
    }

    @Override
    public Turn next(View view) {
        Instant since = begun == null ? view.now() : begun;
        SnapshotWait same = new SnapshotWait(order, since, status);
        if (view.stop().isPresent()) {
            return Turn.to(new Ended(Outcome.stopped("Stopped by " + view.stop().get().who() + " before a snapshot of "
                    + SnapshotCourse.named(order) + " was taken.")));
        }
        Answer<DatabaseLook.Seen> asked = view.of(database());
        Answer<SnapshotLook.Seen> named = view.of(SnapshotCourse.look(order));
        if (asked.ifUnknown().isPresent() || named.ifUnknown().isPresent()) {
            return unread(view, same, asked.ifUnknown().or(named::ifUnknown).orElseThrow());
        }
        DatabaseLook.Seen seen = asked.ifKnown().orElseThrow();
        if (!seen.present()) {
            return stopped("There is no DB " + SnapshotCourse.named(order) + " in this region and account"
                    + (SnapshotCourse.kind(order) == Kind.CLUSTER
                            ? ". For a plain RDS instance, give 'instance' instead of 'cluster'."
                            : ". For an Aurora cluster, give 'cluster' instead of 'instance'."));
        }
        SnapshotCourse course = new SnapshotCourse(order, seen, since, false);
        SnapshotLook.Seen there = named.ifKnown().orElseThrow();
        if (there.present()) {
            return present(course, there);
        }
        if (HOPELESS.containsKey(seen.status())) {
            return stopped("No snapshot can be taken of DB " + SnapshotCourse.named(order) + ": " + HOPELESS.get(seen.status()) + ".");
        }
        if (!seen.status().equals("available")) {
            return view.now().isAfter(course.deadline())
                    ? Turn.to(new Ended(new Outcome(Verdict.TIMED_OUT, "No snapshot was taken: DB " + SnapshotCourse.named(order)
                            + " was still " + seen.status() + " after " + order.timeoutMinutes() + " minutes.", Map.of())))
                    : Turn.again(new SnapshotWait(order, since, seen.status()), EVERY);
        }
        Answer<QuotaLook.Seen> quota = view.of(quota());
        if (quota.ifKnown().map(QuotaLook.Seen::reached).orElse(false)) {
            QuotaLook.Seen full = quota.ifKnown().get();
            return stopped("The account has " + full.used() + " of " + full.most() + " manual "
                    + (SnapshotCourse.kind(order) == Kind.CLUSTER ? "cluster " : "")
                    + "snapshots that this region allows, so none was asked for. Delete old ones, let 'keep' prune those of "
                    + "this job, or have the quota raised.");
        }
        return Turn.to(new SnapshotCreate(course), quota.ifUnknown().map(problem -> new Fact[] {Fact.of("warning",
                "Warning: how many snapshots the account may still have could not be read. " + problem.full())}).orElse(new Fact[0]));
    }

    private Turn present(SnapshotCourse course, SnapshotLook.Seen there) {
        if (SnapshotCourse.own(order, course.database(), there)) {
            return Turn.to(new SnapshotFollow(course.adopting(), there.status(), there.percent()), Fact.of("snapshot",
                    "Snapshot " + there.identifier() + " was already asked for by this build; it is taken over."));
        }
        return stranger(there);
    }

    static Turn stranger(SnapshotLook.Seen there) {
        return stopped("A snapshot named " + there.identifier() + " exists already, and it does not carry this build's "
                + "tags or is of another database, so it is not ours to use. Give 'suffix' to name another one, or delete it.");
    }

    private Turn unread(View view, SnapshotWait same, Problem problem) {
        boolean hopeless = problem.kind() == Problem.Kind.DENIED || problem.kind() == Problem.Kind.REFUSED;
        return hopeless || view.now().isAfter(same.begun().plus(Duration.ofMinutes(order.timeoutMinutes())))
                ? stopped("DB " + SnapshotCourse.named(order) + " could not be looked at, so no snapshot was taken. " + problem.full())
                : Turn.again(same, EVERY);
    }

    static Turn stopped(String message) {
        return Turn.to(new Ended(Outcome.stopped(message)));
    }
}
