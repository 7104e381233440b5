package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.Http;
import io.jenkins.plugins.ecsrelease.engine.health.HttpErrors;
import io.jenkins.plugins.ecsrelease.engine.health.Latency;
import io.jenkins.plugins.ecsrelease.engine.health.TargetHealth;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether what the release is to be judged by exists for this service: a check without it could never pass. */
final class Judged implements Rule {

    @Override
    public List<Concern> concerns(Situation situation) {
        List<Concern> concerns = new ArrayList<>();
        for (Check check : situation.order().checks()) {
            lacking(situation, check).ifPresent(concerns::add);
            if (situation.service().balancers().isEmpty() && (check instanceof TargetHealth || check instanceof HttpErrors || check instanceof Latency)) {
                concerns.add(Concern.error("The check '" + check.title() + "' looks at a load balancer, and the service "
                        + situation.service().name() + " has none: take it out of 'checks'. What such a service does can be "
                        + "judged by alarm(…), metric(…) and http(…)."));
            }
        }
        return concerns;
    }

    /** What a check needs of the load balancer beyond there being one. */
    private static Optional<Concern> lacking(Situation situation, Check check) {
        List<LiveService.Balancer> balancers = situation.service().balancers();
        boolean requests = check instanceof HttpErrors || check instanceof Latency;
        if (requests && !balancers.isEmpty() && balancers.stream().map(LiveService.Balancer::productionRule)
                .anyMatch(rule -> !rule.isEmpty() && !rule.contains("/app/"))) {
            return Optional.of(Concern.error("The check '" + check.title() + "' needs the metrics of an Application Load Balancer, and "
                    + situation.service().name() + " is behind another kind: use alarm(…), metric(…) or http(…) instead."));
        }
        if (check instanceof Http http && http.beforeTraffic()
                && (!situation.sideBySide() || balancers.stream().allMatch(one -> one.testRule().isEmpty()))) {
            return Optional.of(Concern.error("The check '" + check.title() + "' asks through the test listener, and this deployment of "
                    + situation.service().name() + " has none: set testListenerRule in the service's load balancers, or take "
                    + "through: 'test' away."));
        }
        return Optional.empty();
    }
}
