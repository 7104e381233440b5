package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.health.look.MetricLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.Wanted;
import java.util.Map;
import java.util.Set;

/**
 * How long the database takes.
 *
 * @param metric of AWS/RDS; by default CommitLatency of an Aurora cluster (milliseconds), WriteLatency of an instance
 *     (seconds), QueryDatabaseResponseLatency of a proxy (microseconds)
 * @param belowMillis fails at or above it, above 0
 */
public record DatabaseLatency(Database database, String metric, double belowMillis, Limits limits) implements Check {

    /** Metrics in seconds; those of a proxy are in microseconds, all others in milliseconds. */
    private static final Set<String> SECONDS = Set.of("ReadLatency", "WriteLatency");

    public DatabaseLatency {
        metric = Wanted.orEmpty(metric);
        if (metric.isEmpty()) {
            metric = database.isProxy() ? "QueryDatabaseResponseLatency" : database.instance().isEmpty() ? "CommitLatency" : "WriteLatency";
        }
        if (!(belowMillis > 0 && belowMillis <= 3_600_000)) {
            throw new IllegalArgumentException("'below' is " + belowMillis + "; give milliseconds above 0, at most 3600000.");
        }
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    @Override
    public String title() {
        return metric + " of " + database.name();
    }

    @Override
    public String unit() {
        return "ms";
    }

    private MetricLook ask(Look look) {
        return Database.metric(metric, database.whole(), "Average", look);
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
        double toMillis = database.isProxy() ? 0.001 : SECONDS.contains(metric) ? 1000 : 1;
        return Periods.judge(look, Database.MINUTE, look.scope().startedAt(), minute -> {
            Double value = Periods.finite(known.value().points(), minute);
            return value == null ? null : Sample.of(minute, value * toMillis >= belowMillis, value * toMillis, belowMillis,
                    Numbers.text(value * toMillis) + " ms, must be below " + Numbers.text(belowMillis) + " ms");
        }, "no minute is published yet");
    }
}
