package io.jenkins.plugins.ecsrelease.engine.health;

import io.jenkins.plugins.ecsrelease.engine.health.look.ConnectionLimitLook;
import io.jenkins.plugins.ecsrelease.engine.health.look.MetricLook;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Question;
import io.jenkins.plugins.ecsrelease.engine.operation.View;
import io.jenkins.plugins.ecsrelease.engine.service.Wanted;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many connections a database has, in percent of what it allows: the maximum of its instance class, or what a proxy may
 * open. With a pool size, the connections that both versions together can open are also held against that maximum before
 * the release begins.
 *
 * @param belowPercent fails at or above it, above 0 to 100; 80 by default
 * @param limit how many connections it allows, where its own {@code max_connections} is not its class's; 0 to find out
 * @param poolSize connections that a task opens at most; 0 for none given
 * @param poolSizeFrom the environment variable of the task definition that holds the pool size; empty for none
 * @param clientsBelow of a proxy: fails when so many clients or more are connected to it; 0 not to judge
 * @param borrowBelowMillis of a proxy: fails when a client waits so long or longer for a connection, in the mean; 0 not to
 *     judge
 * @param pinnedBelowPercent of a proxy: fails when so large a share of its connections or larger is pinned to a client; 0
 *     not to judge
 * @see <a href="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.monitoring.html">RDS Proxy metrics</a>
 */
public record DatabaseConnections(
        Database database,
        double belowPercent,
        int limit,
        int poolSize,
        String poolSizeFrom,
        int clientsBelow,
        double borrowBelowMillis,
        double pinnedBelowPercent,
        Limits limits)
        implements Check {

    private static final String LIMIT = "limit";

    public DatabaseConnections {
        belowPercent = belowPercent == 0 ? 80 : belowPercent;
        if (!(belowPercent > 0 && belowPercent <= 100)) {
            throw new IllegalArgumentException("'below' is " + belowPercent + "; it must be a percentage above 0, at most 100.");
        }
        limit = Wanted.number("limit", limit, 0, 100_000);
        poolSize = Wanted.number("poolSize", poolSize, 0, 100_000);
        poolSizeFrom = Wanted.orEmpty(poolSizeFrom);
        if (poolSize > 0 && !poolSizeFrom.isEmpty()) {
            throw new IllegalArgumentException("Give 'poolSize' or 'poolSizeFrom', not both.");
        }
        clientsBelow = Wanted.number("clientsBelow", clientsBelow, 0, 1_000_000);
        if (!(borrowBelowMillis >= 0 && pinnedBelowPercent >= 0 && pinnedBelowPercent <= 100)) {
            throw new IllegalArgumentException("'borrowBelow' is in milliseconds and 'pinnedBelow' in percent; neither can be negative.");
        }
        if (!database.isProxy() && (clientsBelow > 0 || borrowBelowMillis > 0 || pinnedBelowPercent > 0)) {
            throw new IllegalArgumentException("'clientsBelow', 'borrowBelow' and 'pinnedBelow' are told by a proxy only: give 'proxy'.");
        }
        limits = limits == null ? Limits.DEFAULT : limits;
    }

    /** In percent of what the database allows, and nothing else. */
    public static DatabaseConnections below(Database database, double percent, Limits limits) {
        return new DatabaseConnections(database, percent, 0, 0, "", 0, 0, 0, limits);
    }

    /** With the pool of each task, to be reckoned with before the release begins. */
    public DatabaseConnections pool(int size) {
        return new DatabaseConnections(database, belowPercent, limit, size, "", clientsBelow, borrowBelowMillis, pinnedBelowPercent, limits);
    }

    @Override
    public String title() {
        return "database connections of " + database.name();
    }

    @Override
    public String unit() {
        return "%";
    }

    /** What its instance class allows. */
    public ConnectionLimitLook classLimit() {
        return new ConnectionLimitLook(database.cluster(), database.instance());
    }

    /** What the proxy may open. */
    public MetricLook proxyLimit(Instant at) {
        return allowed(new Look(null, at, Map.of()));
    }

    /** The newest number of {@link #proxyLimit}. */
    public static Answer<Double> newest(Answer<MetricLook.Value> answer) {
        if (!(answer instanceof Answer.Known<MetricLook.Value> known)) {
            return Answer.unknown(answer.ifUnknown().orElseThrow());
        }
        return known.value().points().entrySet().stream().max(Map.Entry.comparingByKey())
                .<Answer<Double>>map(newest -> Answer.known(newest.getValue()))
                .orElse(Answer.unknown(Problem.of(Problem.Kind.NOT_FOUND, "CloudWatch has no MaxDatabaseConnectionsAllowed of the proxy.")));
    }

    /** Whether it is said how many connections a task opens. */
    public boolean hasPool() {
        return poolSize > 0 || !poolSizeFrom.isEmpty();
    }

    private MetricLook connections(Look look) {
        return Database.metric("DatabaseConnections", database.writer(), database.isProxy() ? "Sum" : "Maximum", look);
    }

    private MetricLook allowed(Look look) {
        return Database.metric("MaxDatabaseConnectionsAllowed", database.whole(), "Sum", look);
    }

    private MetricLook clients(Look look) {
        return Database.metric("ClientConnections", database.whole(), "Sum", look);
    }

    private MetricLook borrow(Look look) {
        return Database.metric("DatabaseConnectionsBorrowLatency", database.whole(), "Average", look);
    }

    private MetricLook pinned(Look look) {
        return Database.metric("DatabaseConnectionsCurrentlySessionPinned", database.whole(), "Sum", look);
    }

    @Override
    public Set<Question<?>> questions(Look look) {
        Set<Question<?>> questions = new LinkedHashSet<>();
        questions.add(connections(look));
        if (limit == 0) {
            if (database.isProxy()) {
                questions.add(allowed(look));
            } else if (!look.memory().containsKey(LIMIT)) {
                questions.add(classLimit());
            }
        }
        if (clientsBelow > 0) {
            questions.add(clients(look));
        }
        if (borrowBelowMillis > 0) {
            questions.add(borrow(look));
        }
        if (pinnedBelowPercent > 0) {
            questions.add(pinned(look));
        }
        return questions;
    }

    @Override
    public Reading read(Look look, View view) {
        Map<String, Map<Instant, Double>> series = new LinkedHashMap<>();
        Map<String, Double> learned = new LinkedHashMap<>(look.memory());
        for (Question<?> question : questions(look)) {
            if (!(view.of(question) instanceof Answer.Known<?> known)) {
                return Reading.unread(view.of(question));
            }
            if (question instanceof MetricLook metric) {
                series.put(metric.name(), ((MetricLook.Value) known.value()).points());
            } else {
                learned.put(LIMIT, (Double) known.value());
            }
        }
        return Periods.judge(look, Database.MINUTE, look.scope().startedAt(), minute -> judge(minute, series, learned.get(LIMIT)),
                "no minute is published yet").learning(learned);
    }

    private Sample judge(Instant minute, Map<String, Map<Instant, Double>> series, Double ofClass) {
        Double open = Periods.finite(series.get("DatabaseConnections"), minute);
        Double most = limit > 0 ? Double.valueOf(limit)
                : database.isProxy() ? Periods.finite(series.get("MaxDatabaseConnectionsAllowed"), minute) : ofClass;
        if (open == null || most == null || most <= 0) {
            return null;
        }
        double percent = 100 * open / most;
        String seen = Numbers.text(open) + " of " + Numbers.text(most) + " connections, " + Numbers.text(percent) + " %";
        if (percent >= belowPercent) {
            return Sample.of(minute, true, percent, belowPercent, seen + ", must be below " + Numbers.text(belowPercent) + " %");
        }
        Sample more = proxy(minute, series, open);
        return more != null ? more
                : Sample.of(minute, false, percent, belowPercent, seen + ", must be below " + Numbers.text(belowPercent) + " %");
    }

    /** What else a proxy tells; null when nothing of it is past its bound. */
    private Sample proxy(Instant minute, Map<String, Map<Instant, Double>> series, double open) {
        Double clients = clientsBelow == 0 ? null : Periods.finite(series.get("ClientConnections"), minute);
        if (clients != null && clients >= clientsBelow) {
            return Sample.of(minute, true, clients, (double) clientsBelow,
                    Numbers.text(clients) + " clients are connected to the proxy, must be below " + clientsBelow);
        }
        Double borrow = borrowBelowMillis == 0 ? null : Periods.finite(series.get("DatabaseConnectionsBorrowLatency"), minute);
        if (borrow != null && borrow / 1000 >= borrowBelowMillis) {
            return Sample.of(minute, true, borrow / 1000, borrowBelowMillis, "clients waited " + Numbers.text(borrow / 1000)
                    + " ms for a connection, must be below " + Numbers.text(borrowBelowMillis) + " ms");
        }
        Double pinned = pinnedBelowPercent == 0 ? null : Periods.finite(series.get("DatabaseConnectionsCurrentlySessionPinned"), minute);
        if (pinned != null && open > 0 && 100 * pinned / open >= pinnedBelowPercent) {
            return Sample.of(minute, true, 100 * pinned / open, pinnedBelowPercent, Numbers.text(pinned) + " of " + Numbers.text(open)
                    + " connections are pinned to a client, must be below " + Numbers.text(pinnedBelowPercent) + " %");
        }
        return null;
    }
}
