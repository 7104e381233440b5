package io.jenkins.plugins.ecsrelease.engine.service.plan;

import io.jenkins.plugins.ecsrelease.engine.service.Image;
import io.jenkins.plugins.ecsrelease.engine.service.look.AllowedLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveTaskDefinition;
import io.jenkins.plugins.ecsrelease.engine.service.look.SecretLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.TrustLook;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a task needs in order to start, and ECS in order to move traffic to it, as its task definition and its service say.
 *
 * @param secrets ARNs in Secrets Manager; names or ARNs of parameters
 * @param allowed what the execution role must be allowed
 * @param logGroups that must exist
 * @param subnets that its tasks run in
 * @param shifting what the infrastructure roles of its load balancers must be allowed; empty where no traffic is shifted
 */
public record Needs(
        List<String> secrets, List<AllowedLook> allowed, List<String> logGroups, List<String> subnets, List<AllowedLook> shifting) {

    /** With which ECS looks at every load balancer it works on. They know no resource. */
    private static final List<String> LOOKING = List.of("elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeTargetGroups", "elasticloadbalancing:DescribeTargetHealth");

    /** @param sideBySide whether traffic is shifted between two versions */
    public static Needs of(LiveTaskDefinition definition, LiveService service, boolean sideBySide) {
        Set<String> secrets = new TreeSet<>();
        Set<String> logGroups = new TreeSet<>();
        List<AllowedLook> allowed = new ArrayList<>();
        for (LiveTaskDefinition.Container container : definition.containers()) {
            container.secrets().values().stream().map(from -> SecretLook.idOf(from, definition.arn())).filter(id -> !id.isEmpty())
                    .forEach(secrets::add);
            if (!container.logGroup().isEmpty() && !container.createsLogGroup()) {
                logGroups.add(container.logGroup());
            }
        }
        if (!definition.executionRole().isEmpty()) {
            secrets.forEach(id -> allowed.add(SecretLook.arnOf(id).isEmpty()
                    ? new AllowedLook(definition.executionRole(), "ssm:GetParameters", SecretLook.parameterArn(id, definition.arn()))
                    : new AllowedLook(definition.executionRole(), "secretsmanager:GetSecretValue", id)));
        }
        Set<AllowedLook> shifting = new LinkedHashSet<>();
        if (sideBySide) {
            service.balancers().stream().filter(balancer -> !balancer.role().isEmpty()).forEach(balancer -> shifting(balancer, shifting));
        }
        return new Needs(List.copyOf(secrets), List.copyOf(allowed), List.copyOf(logGroups), service.subnets(), List.copyOf(shifting));
    }

    private static void shifting(LiveService.Balancer balancer, Set<AllowedLook> looks) {
        LOOKING.forEach(action -> looks.add(new AllowedLook(balancer.role(), action, "*")));
        for (String group : List.of(balancer.targetGroup(), balancer.alternateTargetGroup())) {
            if (!group.isEmpty()) {
                looks.add(new AllowedLook(balancer.role(), "elasticloadbalancing:RegisterTargets", group));
                looks.add(new AllowedLook(balancer.role(), "elasticloadbalancing:DeregisterTargets", group));
            }
        }
        for (String rule : List.of(balancer.productionRule(), balancer.testRule())) {
            if (!rule.isEmpty()) {
                looks.add(new AllowedLook(balancer.role(),
                        rule.contains(":listener-rule/") ? "elasticloadbalancing:ModifyRule" : "elasticloadbalancing:ModifyListener", rule));
            }
        }
    }

    /** Who must let ECS assume them. */
    public List<TrustLook> trusting() {
        return shifting.stream().map(AllowedLook::role).distinct().map(role -> new TrustLook(role, "ecs.amazonaws.com")).toList();
    }

    /** The services of AWS that its tasks call before the application begins, as VPC endpoints name them. */
    static Set<String> services(Situation situation) {
        Set<String> services = new TreeSet<>();
        boolean ecr = situation.definition().containers().stream().anyMatch(one -> new Image(Image.nameOf(one.image()), "").inEcr())
                || situation.images().values().stream().anyMatch(one -> Image.byDigest(one).inEcr());
        if (ecr) {
            services.addAll(List.of("ecr.api", "ecr.dkr", "s3"));
        }
        for (LiveTaskDefinition.Container container : situation.definition().containers()) {
            if (!container.logGroup().isEmpty()) {
                services.add("logs");
            }
            for (String from : container.secrets().values()) {
                services.add(SecretLook.arnOf(from).isEmpty() ? "ssm" : "secretsmanager");
            }
        }
        return services;
    }
}
