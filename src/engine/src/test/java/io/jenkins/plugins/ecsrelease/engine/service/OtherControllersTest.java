package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/**
 * Services that CodeDeploy or another tool deploys are refused before anything changes, with the way out written for them: who
 * pastes its commands has the service under ECS, and releases to it.
 */
public class OtherControllersTest {

    @Rule
    public final Shop shop = new Shop();

    private String balancer;
    private String one;
    private String two;

    @Before
    public void aLoadBalancerOfItsOwn() {
        balancer = shop.elb.createLoadBalancer(l -> l.name("legacy").subnets("subnet-a", "subnet-b")).loadBalancers().get(0).loadBalancerArn();
        one = group("legacy-one");
        two = group("legacy-two");
    }

    private String group(String name) {
        return shop.elb.createTargetGroup(g -> g.name(name).protocol(ProtocolEnum.HTTP).port(8080).vpcId("vpc-1")
                .targetType(TargetTypeEnum.IP).healthCheckPath("/health").healthCheckIntervalSeconds(10)
                .unhealthyThresholdCount(2).healthyThresholdCount(2)).targetGroups().get(0).targetGroupArn();
    }

    /** As CodeDeploy wants them: a listener whose default action forwards. */
    private String listener(int port, String group) {
        return shop.elb.createListener(l -> l.loadBalancerArn(balancer).port(port).protocol(ProtocolEnum.HTTP)
                .defaultActions(a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(group))).listeners().get(0).listenerArn();
    }

    private void create(String controller, Consumer<CreateServiceRequest.Builder> more) {
        shop.ecs.createService(s -> more.accept(s.cluster("shop").serviceName("legacy").desiredCount(2)
                .deploymentController(c -> c.type(controller))));
    }

    private void underCodeDeploy() {
        String definition = shop.define(Shop.web(Shop.image("web", '1')));
        create("CODE_DEPLOY", s -> s.taskDefinition(definition)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a")))
                .loadBalancers(l -> l.targetGroupArn(one).containerName("web").containerPort(8080)));
        shop.advance(Duration.ofMinutes(2));
    }

    private TaskSet set(String group, String external) {
        String definition = shop.define(Shop.web(Shop.image("web", '2')));
        return shop.ecs.createTaskSet(c -> c.cluster("shop").service("legacy").taskDefinition(definition).externalId(external)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a"))).scale(s -> s.value(100.0))
                .loadBalancers(l -> l.targetGroupArn(group).containerName("web").containerPort(8080))).taskSet();
    }

    private void primary(TaskSet set) {
        shop.advance(Duration.ofMinutes(2));
        shop.ecs.updateServicePrimaryTaskSet(u -> u.cluster("shop").service("legacy").primaryTaskSet(set.id()));
    }

    private static BlueGreenOrder order(String service) {
        return BlueGreenOrder.of("shop#1", "shop", service, Map.of("web", Shop.image("web", '3')));
    }

    private String refused() {
        int changes = shop.sandbox.world().ledger().entries().size();
        String id = "refused-" + changes;
        shop.trial.begin(id, shop.blueGreen, order("legacy"));
        Outcome outcome = shop.trial.untilEnded(id);
        assertEquals(outcome.message(), Verdict.STOPPED, outcome.verdict());
        assertEquals("changes", changes, shop.sandbox.world().ledger().entries().size());
        assertTrue(outcome.message(), outcome.message().endsWith("Nothing was changed."));
        return outcome.message();
    }

    private void contains(String message, String... parts) {
        for (String part : parts) {
            assertTrue(part + " is missing in: " + message, message.contains(part));
        }
    }

    private void paste(String message) {
        assertFalse("something is left to be filled in: " + message, message.contains("…") || message.contains("OTHER_GROUP")
                || message.matches("(?s).*[^$]\\bRULE\\b(?!=).*"));
        PastedCommands shell = new PastedCommands(shop.trial);
        PastedCommands.of(message).forEach(shell::paste);
    }

    private Service service(String name) {
        return shop.ecs.describeServices(d -> d.cluster("shop").services(name)).services().get(0);
    }

    private void releases(String name) {
        shop.trial.until("it is steady", () -> shop.status(service(name).currentServiceDeployment()).equals("SUCCESSFUL"));
        shop.advance(Duration.ofMinutes(2));
        shop.trial.begin("native", shop.blueGreen, order(name));
        Outcome outcome = shop.trial.untilEnded("native");
        assertEquals(outcome.message() + shop.said(), Verdict.SUCCEEDED, outcome.verdict());
    }

    @Test
    public void whoPastesTheStepsHasAServiceOfCodeDeployUnderEcs() {
        listener(80, one);
        listener(8443, two);
        underCodeDeploy();
        String message = refused();
        contains(message, "The service legacy is deployed by CodeDeploy", "?serviceName=='legacy'", "on port 80",
                "the test traffic, on port 8443", "delete the deployment group");
        paste(message);
        assertEquals(List.of(two), service("legacy").loadBalancers().stream()
                .map(one -> one.advancedConfiguration().alternateTargetGroupArn()).toList());
        releases("legacy");
    }

    @Test
    public void whatCodeDeployHasSwappedIsFollowedToWhatServesNow() {
        String listener = listener(80, one);
        listener(8443, two);
        underCodeDeploy();
        String first = service("legacy").taskSets().get(0).id();
        TaskSet second = set(two, "d-ABCDEF123");
        contains(refused(), "aws deploy get-deployment --deployment-id d-ABCDEF123", "comes to legacy-one", "\"alternateTargetGroupArn\":\"" + two);
        shop.elb.modifyListener(m -> m.listenerArn(listener).defaultActions(a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(two)));
        primary(second);
        shop.ecs.deleteTaskSet(d -> d.cluster("shop").service("legacy").taskSet(first).force(true));
        shop.advance(Duration.ofMinutes(2));
        String message = refused();
        contains(message, "comes to legacy-two", "RULE=$(aws elbv2 create-rule --listener-arn " + listener);
        paste(message);
        releases("legacy");
    }

    @Test
    public void aRuleThatIsThereIsWeightedAndASecondGroupIsMadeWhereThereIsNone() {
        shop.elb.deleteTargetGroup(d -> d.targetGroupArn(two));
        String listener = listener(443, one);
        String rule = shop.elb.createRule(r -> r.listenerArn(listener).priority(7)
                .conditions(c -> c.field("host-header").hostHeaderConfig(h -> h.values("shop.example.com")))
                .actions(a -> a.type(ActionTypeEnum.FORWARD).targetGroupArn(one))).rules().get(0).ruleArn();
        underCodeDeploy();
        String message = refused();
        contains(message, "ECS moves one rule only", "aws elbv2 modify-rule --rule-arn " + rule, "OTHER=$(aws elbv2 create-target-group "
                + "--name legacy-one-2 --protocol HTTP --port 8080 --vpc-id vpc-1 --target-type ip --health-check-path /health");
        paste(message);
        releases("legacy");
    }

    @Test
    public void withoutTheRightToLookAtTheLoadBalancerTheStepsSayHowToFindOut() {
        listener(80, one);
        underCodeDeploy();
        shop.sandbox.faults().put(Fault.every(Fault.Kind.DENIED, "elasticloadbalancing", "DescribeRules"));
        contains(refused(), "Find the rule that sends production traffic to legacy-one", "aws elbv2 describe-target-groups --target-group-arns " + one,
                "--rule-arn RULE", "\"TargetGroupArn\":\"OTHER_GROUP\",\"Weight\":0",
                "aws ecs update-service --cluster shop --service legacy --deployment-controller type=ECS");
    }

    @Test
    public void whoPastesTheStepsHasAServiceBesideTheOneOfAnotherTool() {
        String listener = listener(80, one);
        create("EXTERNAL", s -> {});
        TaskSet set = set(one, "tool-1");
        primary(set);
        String message = refused();
        contains(message, "The service legacy is deployed by the EXTERNAL controller", "task sets of another tool (" + set.id() + " PRIMARY)",
                "--desired-count 2", "aws ecs delete-service --cluster shop --service legacy --force");
        paste(message);
        assertEquals("the new rule comes before the present action", 1, shop.elb.describeRules(d -> d.listenerArn(listener)).rules().stream()
                .filter(rule -> !rule.isDefault()).count());
        releases("legacy-ecs");
    }

    @Test
    public void aServiceOfAnotherToolWithoutTaskSetsIsToldItsWayInGeneral() {
        create("EXTERNAL", s -> {});
        contains(refused(), "task sets of another tool (none now)", "Create two target groups for the new service, beside the one that serves",
                "aws ecs create-service --cluster shop --service-name legacy-ecs", "--desired-count 2", "strategy=BLUE_GREEN");
    }
}
