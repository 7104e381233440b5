package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.health.look.MetricLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import java.util.Set;

/**
 * How far replicas are behind: AuroraReplicaLagMaximum of a cluster (milliseconds), ReplicaLag of an instance that is a
 * replica (seconds).
 *
 * @param belowMillis fails at or above it, above 0
 */
public record ReplicaLag(Database database, double belowMillis, Limits limits) implements Check {

    public ReplicaLag {
        if (database.isProxy()) {
            throw new IllegalArgumentException("A proxy has no replicas: give 'cluster' or 'instance'.");
        }
        if (!(belowMillis > 0 && belowMillis <= 86_400_000)) {
            throw new IllegalArgumentException("'below' is " + belowMillis + "; give milliseconds above 0, at most 86400000.");
        }
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    @Override
    public String title() {
        return "replica lag of " + database.name();
    }

    @Override
    public String unit() {
        return "ms";
    }

    private MetricLook ask(Look look) {
        return Database.metric(database.instance().isEmpty() ? "AuroraReplicaLagMaximum" : "ReplicaLag", database.whole(), "Maximum", look);
    }

    @Override
    public Set<Question<?>> questions(Look look) {
        return Set.of(ask(look));
    }

    @Override
    public Reading read(Look look, View view) {
        Answer<MetricLook.Value> answer = view.of(ask(look));
        if (!(answer instanceof Answer.Known<MetricLook.Value> known)) {
            return Reading.unread(answer);
        }
        double toMillis = database.instance().isEmpty() ? 1 : 1000;
        return Periods.judge(look, Database.MINUTE, look.scope().startedAt(), minute -> {
            Double value = Periods.finite(known.value().points(), minute);
            if (value == null) {
                return null;
            }
            // An instance that does not replicate at all says -1.
            boolean fails = value < 0 || value * toMillis >= belowMillis;
            return Sample.of(minute, fails, value * toMillis, belowMillis, (value < 0 ? "replication is broken" : Numbers.text(value * toMillis)
                    + " ms") + ", must be below " + Numbers.text(belowMillis) + " ms");
        }, "no minute is published yet");
    }
}
