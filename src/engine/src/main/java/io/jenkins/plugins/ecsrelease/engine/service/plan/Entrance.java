package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.WayIn;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the traffic of one target group that serves comes through.
 *
 * @param way null where it could not be read
 * @param others target groups of the service's other task sets
 */
record Entrance(LiveService.Balancer balancer, WayIn way, List<String> others) {

    String group() {
        return balancer.targetGroup();
    }

    /** The rule that leads to the group: where there are several, on 443 or 80 rather than elsewhere, and the first to match. */
    Optional<WayIn.Crossing> production() {
        return way == null ? Optional.empty() : way.rules().stream().filter(rule -> rule.weights().getOrDefault(group(), 0) > 0)
                .min(Comparator.comparingInt((WayIn.Crossing rule) -> rule.port() == 443 ? 0 : rule.port() == 80 ? 1 : 2)
                        .thenComparingInt(WayIn.Crossing::port)
                        .thenComparingInt(rule -> rule.priority() == 0 ? Integer.MAX_VALUE : rule.priority()));
    }

    /** A rule of another listener that leads to one of the two groups. */
    Optional<WayIn.Crossing> test() {
        WayIn.Crossing production = production().orElse(null);
        String other = other().orElse("");
        return production == null ? Optional.empty() : way.rules().stream()
                .filter(rule -> !rule.listener().equals(production.listener()) && (rule.leadsTo(group()) || rule.leadsTo(other)))
                .min(Comparator.comparingInt((WayIn.Crossing rule) -> rule.priority() == 0 ? Integer.MAX_VALUE : rule.priority()));
    }

    /** More rules of the production listener that lead to the group: ECS moves one only. */
    List<String> further() {
        WayIn.Crossing production = production().orElse(null);
        return production == null ? List.of() : way.rules().stream()
                .filter(rule -> rule.listener().equals(production.listener()) && rule.leadsTo(group()) && !rule.equals(production))
                .map(WayIn.Crossing::arn).toList();
    }

    /**
     * The second of the two groups between which its controller moves the traffic: another task set's, or one that a rule
     * names beside the first, or the only one that another listener of the load balancer leads to, or the only one of its
     * network and port that no load balancer uses.
     */
    Optional<String> other() {
        Optional<String> anothers = others.stream().filter(one -> !one.equals(group())).findFirst();
        if (anothers.isPresent() || way == null) {
            return anothers;
        }
        Optional<String> beside = way.rules().stream().filter(rule -> rule.leadsTo(group()))
                .flatMap(rule -> rule.weights().keySet().stream()).filter(one -> !one.equals(group())).findFirst();
        if (beside.isPresent()) {
            return beside;
        }
        Set<String> productions = way.rules().stream().filter(rule -> rule.leadsTo(group())).map(WayIn.Crossing::listener)
                .collect(Collectors.toCollection(HashSet::new));
        Set<String> elsewhere = way.rules().stream().filter(rule -> !productions.contains(rule.listener()))
                .flatMap(rule -> rule.weights().keySet().stream()).collect(Collectors.toSet());
        return only(way.kin().stream().filter(one -> elsewhere.contains(one.arn())).toList())
                .or(() -> only(way.kin().stream().filter(one -> one.balancers().isEmpty() && one.port() == way.group().port()).toList()));
    }

    private static Optional<String> only(List<WayIn.Group> groups) {
        return groups.size() == 1 ? Optional.of(groups.get(0).arn()) : Optional.empty();
    }

    /** A number that no rule of the listener has: the next after the last, where a new rule is not to be in anybody's way. */
    int lastPriority(String listener) {
        return 1 + priorities(listener).stream().max(Comparator.naturalOrder()).orElse(0);
    }

    /** The last free number before a rule, 0 where there is none. */
    int priorityBefore(WayIn.Crossing rule) {
        Set<Integer> taken = new HashSet<>(priorities(rule.listener()));
        int before = rule.priority() == 0 ? lastPriority(rule.listener()) : rule.priority() - 1;
        while (taken.contains(before)) {
            before--;
        }
        return before;
    }

    private List<Integer> priorities(String listener) {
        return way.rules().stream().filter(rule -> rule.listener().equals(listener)).map(WayIn.Crossing::priority)
                .filter(priority -> !Objects.equals(priority, 0)).toList();
    }
}
