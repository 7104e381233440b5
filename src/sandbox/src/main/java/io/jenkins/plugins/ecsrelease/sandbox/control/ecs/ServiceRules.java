package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import io.jenkins.plugins.ecsrelease.sandbox.control.elb.Targets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.AdvancedConfiguration;
import software.amazon.awssdk.services.ecs.model.CanaryConfiguration;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.LinearConfiguration;
import software.amazon.awssdk.services.ecs.model.LoadBalancer;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** What ECS refuses in a service at once. Other mistakes show only when it deploys. */
final class ServiceRules {

    private final Targets targets;

    ServiceRules(Targets targets) {
        this.targets = targets;
    }

    void check(ServiceSpec spec, TaskDefinition definition, DeploymentConfiguration configuration, String controller) {
        checkConfiguration(configuration, controller);
        String strategy = configuration == null || configuration.strategyAsString() == null
                ? "ROLLING" : configuration.strategyAsString();
        checkBalancers(spec.loadBalancers, definition, strategy);
        boolean addressed = spec.networkConfiguration != null && spec.networkConfiguration.awsvpcConfiguration() != null;
        if (definition.networkMode() == NetworkMode.AWSVPC && !addressed) {
            throw EcsRefusals.invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        }
        if (addressed && spec.networkConfiguration.awsvpcConfiguration().subnets().isEmpty()) {
            throw EcsRefusals.invalid("subnets can not be empty.");
        }
    }

    private static void checkConfiguration(DeploymentConfiguration configuration, String controller) {
        if (configuration == null) {
            return;
        }
        String strategy = configuration.strategyAsString() == null ? "ROLLING" : configuration.strategyAsString();
        if (!Set.of("ROLLING", "BLUE_GREEN", "CANARY", "LINEAR").contains(strategy)) {
            throw EcsRefusals.invalid("Invalid deployment strategy: " + strategy);
        }
        if (!strategy.equals("ROLLING") && !controller.equals("ECS")) {
            throw EcsRefusals.invalid("Deployment strategy " + strategy + " is only supported with the ECS deployment controller.");
        }
        Integer bake = configuration.bakeTimeInMinutes();
        if (bake != null && (bake < 0 || bake > 1440)) {
            throw EcsRefusals.invalid("bakeTimeInMinutes must be between 0 and 1440.");
        }
        CanaryConfiguration canary = configuration.canaryConfiguration();
        if (canary != null && !strategy.equals("CANARY")) {
            throw EcsRefusals.invalid("canaryConfiguration is only supported with the CANARY deployment strategy.");
        }
        if (canary != null && canary.canaryPercent() != null) {
            checkPercent("canaryPercent", canary.canaryPercent(), 0.1);
        }
        LinearConfiguration linear = configuration.linearConfiguration();
        if (linear != null && !strategy.equals("LINEAR")) {
            throw EcsRefusals.invalid("linearConfiguration is only supported with the LINEAR deployment strategy.");
        }
        if (linear != null && linear.stepPercent() != null) {
            checkPercent("stepPercent", linear.stepPercent(), 3);
        }
        if (configuration.alarms() != null && configuration.alarms().alarmNames().isEmpty()
                && Boolean.TRUE.equals(configuration.alarms().enable())) {
            throw EcsRefusals.invalid("alarmNames must not be empty when alarms are enabled.");
        }
    }

    private static void checkPercent(String name, double value, double least) {
        boolean tenths = Math.abs(value * 10 - Math.rint(value * 10)) < 1e-9;
        if (value < least || value > 100 || !tenths) {
            throw EcsRefusals.invalid(name + " must be between " + least + " and 100.0 in steps of 0.1.");
        }
    }

    private void checkBalancers(List<LoadBalancer> balancers, TaskDefinition definition, String strategy) {
        long classic = balancers.stream().filter(balancer -> balancer.loadBalancerName() != null).count();
        if (classic > 0 && classic < balancers.size()) {
            throw EcsRefusals.invalid("All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 "
                    + "(defining targetGroupArn)");
        }
        long advanced = balancers.stream().filter(balancer -> balancer.advancedConfiguration() != null).count();
        if (classic > 0 && advanced > 0) {
            throw EcsRefusals.invalid("advancedConfiguration field is not allowed with ELBv1 loadBalancers");
        }
        if (advanced > 0 && advanced < balancers.size()) {
            throw EcsRefusals.invalid("Either all or none of the provided loadBalancers must have advancedConfiguration defined");
        }
        if (!strategy.equals("ROLLING") && advanced < balancers.size()) {
            throw EcsRefusals.invalid(
                    "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy");
        }
        Set<String> groups = new HashSet<>();
        for (LoadBalancer balancer : balancers) {
            check(balancer, definition, groups);
        }
    }

    private void check(LoadBalancer balancer, TaskDefinition definition, Set<String> groups) {
        List<String> own = new ArrayList<>(List.of(String.valueOf(balancer.targetGroupArn())));
        AdvancedConfiguration advanced = balancer.advancedConfiguration();
        if (advanced != null) {
            own.add(String.valueOf(advanced.alternateTargetGroupArn()));
        }
        for (String group : own) {
            if (!groups.add(group)) {
                throw EcsRefusals.invalid("Duplicate targetGroupArn found: " + group);
            }
            if (!targets.isGroup(group)) {
                throw EcsRefusals.invalid("The specified target group does not exist. " + group);
            }
        }
        ContainerDefinition container = definition.containerDefinitions().stream()
                .filter(one -> one.name().equals(balancer.containerName())).findFirst()
                .orElseThrow(() -> EcsRefusals.invalid("The container " + balancer.containerName()
                        + " does not exist in the task definition."));
        if (container.portMappings().stream().noneMatch(port -> port.containerPort().equals(balancer.containerPort()))) {
            throw EcsRefusals.invalid("The container " + balancer.containerName() + " did not have a container port "
                    + balancer.containerPort() + " defined.");
        }
        if (advanced == null) {
            if (!targets.isInUse(balancer.targetGroupArn())) {
                throw EcsRefusals.invalid("The target group with targetGroupArn " + balancer.targetGroupArn()
                        + " does not have an associated load balancer.");
            }
            return;
        }
        checkRules(balancer, advanced);
    }

    private void checkRules(LoadBalancer balancer, AdvancedConfiguration advanced) {
        checkRule("productionListenerRule", advanced.productionListenerRule());
        if (advanced.testListenerRule() != null) {
            checkRule("testListenerRule", advanced.testListenerRule());
        }
        if (advanced.roleArn() == null) {
            throw EcsRefusals.invalid("roleArn is required in advancedConfiguration.");
        }
        if (advanced.productionListenerRule().equals(advanced.testListenerRule())) {
            throw EcsRefusals.invalid("The following rules cannot be used as both production and test listener rules: "
                    + advanced.productionListenerRule());
        }
        Optional<Map<String, Integer>> production = targets.weights(advanced.productionListenerRule());
        boolean both = production.isPresent() && production.get().containsKey(balancer.targetGroupArn())
                && production.get().containsKey(advanced.alternateTargetGroupArn());
        if (isApplication(advanced.productionListenerRule()) && advanced.testListenerRule() == null && !both) {
            throw EcsRefusals.invalid("For Application LoadBalancer, testListenerRule is required when productionListenerRule is "
                    + "not associated with both targetGroup and alternateTargetGroup");
        }
    }

    private static void checkRule(String field, String arn) {
        boolean rule = arn != null && arn.contains(":listener-rule/app/");
        boolean listener = arn != null && arn.contains(":listener/net/");
        if (!rule && !listener) {
            throw EcsRefusals.invalid(field + " has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: " + arn);
        }
    }

    private static boolean isApplication(String arn) {
        return arn.contains("/app/");
    }
}
