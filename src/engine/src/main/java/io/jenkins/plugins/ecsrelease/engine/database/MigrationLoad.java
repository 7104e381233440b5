package io.jenkins.plugins.ecsrelease.engine.database;

import io.jenkins.plugins.ecsrelease.engine.database.look.DatabaseLook;
import io.jenkins.plugins.ecsrelease.engine.database.look.Kind;
import io.jenkins.plugins.ecsrelease.engine.health.look.MetricLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Await;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Looks at the database itself: that it is the one the snapshot was taken of, and how busy it is.
 *
 * @param kind null where no snapshot tells it; then a cluster
 * @param resourceId of the database that the snapshot was taken of; empty without a snapshot
 * @param at when it came to be looked at
 */
record MigrationLoad(MigrationPlan plan, Kind kind, String database, String resourceId, Instant at) implements Await {

    private DatabaseLook looked() {
        return new DatabaseLook(kind == null ? Kind.CLUSTER : kind, database);
    }

    private boolean cluster() {
        return kind != Kind.INSTANCE;
    }

    private MetricLook connections() {
        return metric("DatabaseConnections");
    }

    /** Aurora tells milliseconds, RDS seconds. */
    private MetricLook lag() {
        return metric(cluster() ? "AuroraReplicaLagMaximum" : "ReplicaLag");
    }

    private MetricLook metric(String name) {
        return new MetricLook("AWS/RDS", name, Map.of(cluster() ? "DBClusterIdentifier" : "DBInstanceIdentifier", database), "Maximum", 60,
                at.truncatedTo(ChronoUnit.MINUTES));
    }

    @Override
    public Set<Question<?>> questions() {
        return Set.of(looked(), connections(), lag());
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
        Double connections = most(view.of(connections()));
        Double behind = most(view.of(lag()));
        Double lag = behind == null ? null : cluster() ? Double.valueOf(behind / 1000) : behind;
        String shown = "Database " + database + ", the most of the last minutes: " + number(connections, "connections") + ", "
                + number(lag, "s of replica lag");
        String unread = view.of(connections()).ifUnknown().or(view.of(lag())::ifUnknown).map(problem -> " " + problem.full()).orElse("");
        if (order.maxConnections() > 0 && (connections == null || connections > order.maxConnections())) {
            return MigrationCheck.stopped("The migration was not run: at most " + order.maxConnections()
                    + " connections are allowed (maxConnections). " + shown + "." + unread);
        }
        if (order.maxReplicaLagSeconds() > 0 && (lag == null || lag > order.maxReplicaLagSeconds())) {
            return MigrationCheck.stopped("The migration was not run: at most " + order.maxReplicaLagSeconds()
                    + " s of replica lag are allowed (maxReplicaLagSeconds). " + shown + "." + unread);
        }
        return Turn.to(new MigrationRegister(plan), Fact.of("database", shown + "." + unread, Map.of("database", database)));
    }

    /** Null without data, and where CloudWatch does not answer: then it is not known. */
    private static Double most(Answer<MetricLook.Value> answer) {
        return answer.ifKnown()
                .flatMap(value -> value.points().values().stream().filter(Double::isFinite).max(Double::compare))
                .orElse(null);
    }

    private static String number(Double value, String unit) {
        return value == null ? "unknown " + unit : new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value) + " " + unit;
    }
}
