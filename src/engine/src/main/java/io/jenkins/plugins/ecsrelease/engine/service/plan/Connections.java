package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.health.DatabaseConnections;
import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the database bears both versions at once: while they run side by side, each task of both may fill its pool. A
 * release that could exhaust the connections is refused, with the sum.
 */
final class Connections implements Rule {

    @Override
    public List<Concern> concerns(Situation situation) {
        List<Concern> concerns = new ArrayList<>();
        situation.order().checks().stream().filter(DatabaseConnections.class::isInstance).map(DatabaseConnections.class::cast)
                .filter(DatabaseConnections::hasPool)
                .forEach(check -> budget(situation, check).ifPresent(concerns::add));
        return concerns;
    }

    private static Optional<Concern> budget(Situation situation, DatabaseConnections check) {
        Optional<Integer> pool = check.poolSize() > 0 ? Optional.of(check.poolSize()) : pool(situation.definition(), check.poolSizeFrom());
        if (pool.isEmpty()) {
            return Optional.of(Concern.error("No container of the task definition has a number in its environment variable "
                    + check.poolSizeFrom() + ", which 'poolSizeFrom' names: name another, or say 'poolSize'."));
        }
        String name = check.database().name();
        Answer<Double> answer = situation.ground().connections().get(name);
        if (check.limit() == 0 && !(answer instanceof Answer.Known<Double>)) {
            return Optional.of(Concern.warning("Whether " + name + " bears the connections of both versions could not be reckoned: "
                    + (answer == null ? "its limit is not known." : answer.ifUnknown().orElseThrow().full()) + " Say 'limit'."));
        }
        double limit = check.limit() > 0 ? check.limit() : answer.ifKnown().orElseThrow();
        int now = Math.max(situation.service().desired(), situation.service().running());
        int more = situation.service().desired();
        long all = (long) (now + more) * pool.get();
        String sum = "(" + now + (now == 1 ? " task" : " tasks") + " that run now + " + more + " of the new version) × " + pool.get()
                + " connections each = " + all;
        if (all > limit) {
            return Optional.of(Concern.error("The database " + name + " could run out of connections while both versions run: " + sum
                    + ", and it allows " + Math.round(limit) + ". Make the pool smaller (at most "
                    + (long) Math.floor(limit / Math.max(1, now + more)) + "), run fewer tasks, or take a larger instance class or a proxy."));
        }
        return all >= limit * check.belowPercent() / 100
                ? Optional.of(Concern.warning("The database " + name + " comes near its limit while both versions run: " + sum + " of "
                        + Math.round(limit) + ", and its check fails at " + Math.round(check.belowPercent()) + " %."))
                : Optional.empty();
    }

    /** Of the task: what the containers that have the variable open together. */
    private static Optional<Integer> pool(LiveTaskDefinition definition, String variable) {
        int sum = 0;
        for (LiveTaskDefinition.Container container : definition.containers()) {
            String value = container.environment().getOrDefault(variable, "").strip();
            if (value.matches("\\d{1,6}")) {
                sum += Integer.parseInt(value);
            }
        }
        return sum == 0 ? Optional.empty() : Optional.of(sum);
    }
}
