package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.DatabaseLook;
import io.jenkins.plugins.ecsrelease.engine.database.look.Kind;
import io.jenkins.plugins.ecsrelease.engine.database.look.LoadLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Looks at the database itself: that it is the one the snapshot was taken of, and how busy it is.
 *
 * @param kind null where no snapshot tells it; then a cluster
 * @param resourceId of the database that the snapshot was taken of; empty without a snapshot
 */
record MigrationLoad(MigrationPlan plan, Kind kind, String database, String resourceId) implements Await {

    private DatabaseLook looked() {
        return new DatabaseLook(kind == null ? Kind.CLUSTER : kind, database);
    }

    private LoadLook load() {
        return new LoadLook(kind == null ? Kind.CLUSTER : kind, database);
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(looked(), load());
    }

    @Override
    public String describe() {
        return "looking at database " + database;
    }

    @Override
    public Turn next(View view) {
        if (view.stop().isPresent()) {
            return MigrationCheck.stopped("Stopped by " + view.stop().get().who() + " before the migration was run.");
        }
        Answer<DatabaseLook.Seen> answer = view.of(looked());
        if (answer.ifUnknown().isPresent()) {
            return MigrationCheck.unread(answer.ifUnknown().get(), view.now(), plan.begun(), this, "Database " + database);
        }
        DatabaseLook.Seen seen = answer.ifKnown().orElseThrow();
        if (!seen.present()) {
            return MigrationGuard.refuse("there is no database " + database + " in this region and account");
        }
        if (!resourceId.isEmpty() && !resourceId.equals(seen.resourceId())) {
            return MigrationGuard.refuse("the snapshot was taken of " + resourceId + ", and database " + database + " is "
                    + seen.resourceId() + " now: a snapshot of another database protects nothing");
        }
        if (resourceId.isEmpty() && !plan.snapshot().isEmpty()) {
            return MigrationGuard.refuse("it is not known which database snapshot " + plan.snapshot() + " was taken of");
        }
        return busy(view);
    }

    private Turn busy(View view) {
        MigrationOrder order = plan.order();
        Answer<LoadLook.Seen> answer = view.of(load());
        Double connections = answer.ifKnown().map(LoadLook.Seen::connections).orElse(null);
        Double lag = answer.ifKnown().map(LoadLook.Seen::replicaLagSeconds).orElse(null);
        String shown = "Database " + database + ": " + number(connections, "connections") + ", " + number(lag, "s of replica lag");
        if (order.maxConnections() > 0 && (connections == null || connections > order.maxConnections())) {
            return MigrationCheck.stopped("The migration was not run: at most " + order.maxConnections()
                    + " connections are allowed (maxConnections). " + shown + ".");
        }
        if (order.maxReplicaLagSeconds() > 0 && (lag == null || lag > order.maxReplicaLagSeconds())) {
            return MigrationCheck.stopped("The migration was not run: at most " + order.maxReplicaLagSeconds()
                    + " s of replica lag are allowed (maxReplicaLagSeconds). " + shown + ".");
        }
        return Turn.to(new MigrationRegister(plan), Fact.of("database", shown + ".", Map.of("database", database)));
    }

    private static String number(Double value, String unit) {
        return value == null ? "unknown " + unit : String.format(Locale.ROOT, "%.3g %s", value, unit).replace(".00 ", " ");
    }
}
