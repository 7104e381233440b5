package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.health.Check;
import io.jenkins.plugins.ecsrelease.engine.health.HttpErrors;
import io.jenkins.plugins.ecsrelease.engine.health.Latency;
import io.jenkins.plugins.ecsrelease.engine.health.TargetHealth;
import java.util.ArrayList;
import java.util.List;

/** Whether what the release is to be judged by exists for this service: a check without it could never pass. */
final class Judged implements Rule {

    @Override
    public List<Concern> concerns(Situation situation) {
        List<Concern> concerns = new ArrayList<>();
        if (!situation.service().balancers().isEmpty()) {
            return concerns;
        }
        for (Check check : situation.order().checks()) {
            if (check instanceof TargetHealth || check instanceof HttpErrors || check instanceof Latency) {
                concerns.add(Concern.error("The check '" + check.title() + "' looks at a load balancer, and the service "
                        + situation.service().name() + " has none: take it out of 'checks'. What such a service does can be "
                        + "judged by alarm(…), metric(…) and http(…)."));
            }
        }
        return concerns;
    }
}
