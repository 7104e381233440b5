package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealth;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/** DescribeTargetHealth, one group a call. */
public final class TargetsLoader implements Loader<TargetsLook, Targets> {

    @Override
    public Class<TargetsLook> question() {
        return TargetsLook.class;
    }

    @Override
    public int batch() {
        return 1;
    }

    @Override
    public Map<TargetsLook, Answer<Targets>> load(Tools tools, Set<TargetsLook> questions) {
        ElasticLoadBalancingV2Client elb = tools.client(ElasticLoadBalancingV2Client.class);
        Map<TargetsLook, Answer<Targets>> answers = new HashMap<>();
        for (TargetsLook look : questions) {
            List<Targets.Target> targets = elb
                    .describeTargetHealth(request -> request.targetGroupArn(look.targetGroup()))
                    .targetHealthDescriptions().stream()
                    .map(TargetsLoader::target)
                    .toList();
            answers.put(look, Answer.known(new Targets(targets)));
        }
        return answers;
    }

    private static Targets.Target target(TargetHealthDescription description) {
        TargetHealth health = description.targetHealth();
        Integer port = description.target().port();
        return new Targets.Target(
                description.target().id(),
                port == null ? 0 : port,
                health == null || health.stateAsString() == null ? "" : health.stateAsString(),
                health == null || health.reasonAsString() == null ? "" : health.reasonAsString(),
                health == null || health.description() == null ? "" : health.description());
    }
}
