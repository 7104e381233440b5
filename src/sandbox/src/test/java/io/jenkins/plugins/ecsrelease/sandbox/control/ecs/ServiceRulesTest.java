package io.jenkins.plugins.ecsrelease.sandbox.control.ecs;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.model.*;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;
import software.amazon.awssdk.services.iam.IamClient;

/** The documented mistakes in a blue/green service: those that are refused at once, and those that show late. */
public class ServiceRulesTest {

    @Rule
    public final Site site = new Site();

    private LoadBalancer balancer(Consumer<AdvancedConfiguration.Builder> advanced) {
        AdvancedConfiguration.Builder a = AdvancedConfiguration.builder().alternateTargetGroupArn(site.green)
                .productionListenerRule(site.production).testListenerRule(site.test).roleArn(Site.ROLE);
        advanced.accept(a);
        return LoadBalancer.builder().targetGroupArn(site.blue).containerName("web").containerPort(8080)
                .advancedConfiguration(a.build()).build();
    }

    private String refusal(Consumer<CreateServiceRequest.Builder> service) {
        String definition = site.define(Site.IMAGE + "web:1");
        return assertThrows(EcsException.class, () -> site.ecs.createService(s -> service.accept(s.cluster("production")
                .serviceName("web").taskDefinition(definition).desiredCount(1)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a")))
                .deploymentConfiguration(d -> d.strategy("BLUE_GREEN")))))
                .awsErrorDetails().errorMessage();
    }

    private String refusalOf(LoadBalancer... balancers) {
        return refusal(s -> s.loadBalancers(balancers));
    }

    @Test
    public void aListenerIsNoListenerRule() {
        assertEquals("productionListenerRule has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. Got: "
                + site.listener, refusalOf(balancer(a -> a.productionListenerRule(site.listener))));
    }

    @Test
    public void productionAndTestNeedDifferentRules() {
        assertEquals("The following rules cannot be used as both production and test listener rules: " + site.production,
                refusalOf(balancer(a -> a.testListenerRule(site.production))));
    }

    @Test
    public void aTestRuleIsNeededWhereTheProductionRuleDoesNotKnowBothGroups() {
        site.elb.modifyRule(m -> m.ruleArn(site.production).actions(a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(site.blue)));
        assertEquals("For Application LoadBalancer, testListenerRule is required when productionListenerRule is not associated with "
                + "both targetGroup and alternateTargetGroup", refusalOf(balancer(a -> a.testListenerRule(null))));
    }

    @Test
    public void targetGroupsAreUsedOnce() {
        assertEquals("Duplicate targetGroupArn found: " + site.blue, refusalOf(balancer(a -> a.alternateTargetGroupArn(site.blue))));
    }

    @Test
    public void allLoadBalancersOrNoneAreAdvanced() {
        LoadBalancer plain = LoadBalancer.builder().targetGroupArn("arn:x").containerName("web").containerPort(8080).build();
        assertEquals("Either all or none of the provided loadBalancers must have advancedConfiguration defined",
                refusalOf(balancer(a -> {}), plain));
        assertEquals("advancedConfiguration field is required for all loadBalancers when using a non-ROLLING deployment strategy",
                refusalOf(plain.toBuilder().targetGroupArn(site.blue).build()));
    }

    @Test
    public void classicLoadBalancersAreAnotherGeneration() {
        LoadBalancer classic = LoadBalancer.builder().loadBalancerName("old").containerName("web").containerPort(8080).build();
        assertEquals("All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 (defining targetGroupArn)",
                refusalOf(balancer(a -> {}), classic));
        assertEquals("advancedConfiguration field is not allowed with ELBv1 loadBalancers",
                refusalOf(balancer(a -> {}).toBuilder().targetGroupArn(null).loadBalancerName("old").build()));
    }

    @Test
    public void containersAndPortsMustExist() {
        assertEquals("The container api does not exist in the task definition.",
                refusalOf(balancer(a -> {}).toBuilder().containerName("api").build()));
        assertEquals("The container web did not have a container port 9090 defined.",
                refusalOf(balancer(a -> {}).toBuilder().containerPort(9090).build()));
    }

    @Test
    public void numbersHaveTheirRanges() {
        assertTrue(refusal(s -> s.deploymentConfiguration(d -> d.strategy("CANARY").canaryConfiguration(c -> c.canaryPercent(0.05))))
                .startsWith("canaryPercent must be between"));
        assertTrue(refusal(s -> s.deploymentConfiguration(d -> d.strategy("LINEAR").linearConfiguration(c -> c.stepPercent(2.0))))
                .startsWith("stepPercent must be between"));
        assertTrue(refusal(s -> s.deploymentConfiguration(d -> d.strategy("BLUE_GREEN").bakeTimeInMinutes(1441)))
                .startsWith("bakeTimeInMinutes must be between"));
    }

    private String rolledBackBecause(Runnable change) {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        change.run();
        String arn = site.release(Site.IMAGE + "web:2");
        site.untilOver(arn);
        assertEquals("ROLLBACK_SUCCESSFUL", site.deployment(arn).statusAsString());
        return site.deployment(arn).statusReason();
    }

    private void production(TargetGroupTuple... groups) {
        site.elb.modifyRule(m -> m.ruleArn(site.production).actions(
                a -> a.type(ActionTypeEnum.FORWARD).forwardConfig(f -> f.targetGroups(groups))));
    }

    private static TargetGroupTuple weight(String group, int weight) {
        return TargetGroupTuple.builder().targetGroupArn(group).weight(weight).build();
    }

    @Test
    public void exactlyOneGroupMayServeWhenADeploymentStarts() {
        assertEquals("Service deployment rolled back because of invalid networking configuration. productionListenerRule "
                + site.production + " should have exactly one target group serving traffic but found 2 target groups which are "
                + "serving traffic", rolledBackBecause(() -> production(weight(site.blue, 50), weight(site.green, 50))));
    }

    @Test
    public void noThirdGroupMayBeInTheRule() {
        String third = site.elb.createTargetGroup(g -> g.name("third").protocol("HTTP").port(80).vpcId("vpc-1").targetType("ip"))
                .targetGroups().get(0).targetGroupArn();
        String reason = rolledBackBecause(() -> production(weight(site.blue, 100), weight(third, 0)));
        assertTrue(reason, reason.contains("Production listener rule is forwarding traffic to unexpected target group " + third));
    }

    @Test
    public void bothGroupsMustBeInSomeRule() {
        String reason = rolledBackBecause(() -> {
            production(weight(site.blue, 100));
            site.elb.modifyRule(m -> m.ruleArn(site.test).actions(a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(site.blue)));
        });
        assertEquals("Service deployment rolled back because of invalid networking configuration: Target group " + site.green
                + " is not associated with either productionListenerRule or testListenerRule.", reason);
    }

    @Test
    public void aRuleThatDoesMoreThanForwardIsNotShifted() {
        String reason = rolledBackBecause(() -> site.elb.modifyRule(m -> m.ruleArn(site.production).actions(
                a -> a.type(ActionTypeEnum.FIXED_RESPONSE).fixedResponseConfig(f -> f.statusCode("503")))));
        assertTrue(reason, reason.contains("has actions that do not forward"));
    }

    @Test
    public void aRoleThatMayNotChangeRulesShowsWhenTestTrafficIsShifted() {
        String reason = rolledBackBecause(() -> site.sandbox.faults().put(Fault.about(Fault.Kind.INFRASTRUCTURE_DENIED, Site.ROLE)));
        assertTrue(reason, reason.startsWith("Service deployment rolled back because TEST_TRAFFIC_SHIFT lifecycle hook(s) failed. User: "
                + "arn:aws:sts::123456789012:assumed-role/ecs-infrastructure/"));
    }

    @Test
    public void theRolesOfIamAreJudgedByTheirPolicies() {
        IamClient iam = Clients.of(site.sandbox).client(IamClient.class);
        String trust = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"%s\"},"
                + "\"Action\":\"sts:AssumeRole\"}]}";
        String denied = rolledBackBecause(() -> iam.createRole(
                r -> r.roleName("ecs-infrastructure").assumeRolePolicyDocument(trust.formatted("ecs.amazonaws.com"))));
        assertTrue(denied, denied.contains("is not authorized to perform: elasticloadbalancing:ModifyRule"));
        iam.updateAssumeRolePolicy(u -> u.roleName("ecs-infrastructure").policyDocument(trust.formatted("ec2.amazonaws.com")));
        String arn = site.release(Site.IMAGE + "web:3");
        site.untilOver(arn);
        assertEquals("Service deployment rolled back because of invalid networking configuration. ECS was unable to manage the ELB "
                + "resources due to missing permissions on ECS Infrastructure Role '" + Site.ROLE + "'.",
                site.deployment(arn).statusReason());
    }

    @Test
    public void codeDeployServicesRefuseATaskDefinition() {
        String definition = site.define(Site.IMAGE + "web:1");
        site.ecs.createService(s -> s.cluster("production").serviceName("web").taskDefinition(definition).desiredCount(1)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a")))
                .deploymentController(c -> c.type("CODE_DEPLOY"))
                .loadBalancers(l -> l.targetGroupArn(site.blue).containerName("web").containerPort(8080)));
        EcsException refused = assertThrows(InvalidParameterException.class, () -> site.release(Site.IMAGE + "web:2"));
        assertTrue(refused.getMessage(), refused.getMessage().startsWith(
                "Unable to update task definition on services with a CODE_DEPLOY deployment controller."));
        assertEquals("PRIMARY", site.service().taskSets().get(0).status());
        assertEquals(null, site.service().currentServiceDeployment());
    }

    @Test
    public void whatIsNotThereIsSaidToBeMissing() {
        assertEquals("MISSING", site.ecs.describeServices(d -> d.cluster("production").services("none")).failures().get(0).reason());
        assertThrows(ServiceNotFoundException.class, () -> site.ecs.updateService(u -> u.cluster("production").service("none")));
        assertThrows(ClusterNotFoundException.class, () -> site.ecs.describeServices(d -> d.cluster("none").services("web")));
        assertThrows(ClientException.class, () -> site.ecs.describeTaskDefinition(d -> d.taskDefinition("none")));
    }

    @Test
    public void readsThatLagShowWhatWasBefore() {
        site.serve(how -> how.strategy("BLUE_GREEN"));
        String before = site.service().currentServiceDeployment();
        site.sandbox.faults().put(Fault.every(Fault.Kind.LAGGING_READS, "ecs", "").lasting(Duration.ofSeconds(30)));
        String definition = site.define(Site.IMAGE + "web:2");
        String started = site.ecs.updateService(u -> u.cluster("production").service("web").taskDefinition(definition))
                .service().currentServiceDeployment();
        assertEquals(before, site.service().currentServiceDeployment());
        assertEquals(List.of(before), site.ecs.listServiceDeployments(l -> l.cluster("production").service("web"))
                .serviceDeployments().stream().map(ServiceDeploymentBrief::serviceDeploymentArn).toList());
        site.time.advance(Duration.ofSeconds(31));
        assertEquals(started, site.service().currentServiceDeployment());
    }
}
