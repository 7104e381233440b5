package io.jenkins.plugins.ecsrelease.engine.service.look;

import io.jenkins.plugins.ecsrelease.engine.operation.Answer;
import io.jenkins.plugins.ecsrelease.engine.operation.Loader;
import io.jenkins.plugins.ecsrelease.engine.operation.Tools;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/** DescribeTargetGroups, twenty a call. */
public final class HealthCheckLoader implements Loader<HealthCheckLook, HealthCheckLook.Settings> {

    @Override
    public Class<HealthCheckLook> question() {
        return HealthCheckLook.class;
    }

    @Override
    public int batch() {
        return 20;
    }

    @Override
    public Map<HealthCheckLook, Answer<HealthCheckLook.Settings>> load(Tools tools, Set<HealthCheckLook> questions) {
        List<String> arns = questions.stream().map(HealthCheckLook::targetGroup).toList();
        Map<HealthCheckLook, Answer<HealthCheckLook.Settings>> answers = new HashMap<>();
        for (TargetGroup group : tools.client(ElasticLoadBalancingV2Client.class)
                .describeTargetGroups(request -> request.targetGroupArns(arns)).targetGroups()) {
            answers.put(new HealthCheckLook(group.targetGroupArn()), Answer.known(new HealthCheckLook.Settings(
                    orEmpty(group.healthCheckProtocolAsString()), orEmpty(group.healthCheckPath()), orEmpty(group.healthCheckPort()),
                    group.matcher() == null ? "" : orEmpty(group.matcher().httpCode()) + orEmpty(group.matcher().grpcCode()),
                    group.healthCheckTimeoutSeconds() == null ? 0 : group.healthCheckTimeoutSeconds())));
        }
        return answers;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
