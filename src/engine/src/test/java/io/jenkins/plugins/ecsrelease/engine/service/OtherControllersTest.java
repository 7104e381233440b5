package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;

/** Services that CodeDeploy or another tool deploys are refused before anything changes, with the way out written for them. */
public class OtherControllersTest {

    @Rule
    public final Shop shop = new Shop();

    private String refused(BlueGreenOrder order) {
        int changes = shop.sandbox.world().ledger().entries().size();
        Outcome outcome = shop.trial.run(shop.blueGreen, order);
        assertEquals(outcome.message(), Verdict.STOPPED, outcome.verdict());
        assertEquals("changes", changes, shop.sandbox.world().ledger().entries().size());
        assertTrue(outcome.message(), outcome.message().endsWith("Nothing was changed."));
        return outcome.message();
    }

    private void create(String controller, Consumer<CreateServiceRequest.Builder> more) {
        shop.ecs.createService(s -> more.accept(s.cluster("shop").serviceName("legacy").desiredCount(2)
                .deploymentController(c -> c.type(controller))));
    }

    private static BlueGreenOrder order() {
        return BlueGreenOrder.of("shop#1", "shop", "legacy", Map.of("web", Shop.image("web", '2')));
    }

    @Test
    public void aServiceUnderCodeDeployIsToldItsWayStepByStep() {
        String definition = shop.define(Shop.web(Shop.image("web", '1')));
        create("CODE_DEPLOY", s -> s.taskDefinition(definition)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a")))
                .loadBalancers(l -> l.targetGroupArn(shop.blue).containerName("web").containerPort(8080)));
        String message = refused(order());
        for (String part : new String[] {"The service legacy is deployed by CodeDeploy", "aws deploy get-deployment-group",
            "aws elbv2 describe-target-groups --target-group-arns " + shop.blue, "\"TargetGroupArn\":\"" + shop.blue + "\",\"Weight\":1",
            "AmazonECSInfrastructureRolePolicyForLoadBalancers",
            "aws ecs update-service --cluster shop --service legacy --deployment-controller type=ECS",
            "\"containerName\":\"web\",\"containerPort\":8080,\"advancedConfiguration\"", "delete the deployment group"}) {
            assertTrue(part + " is missing in: " + message, message.contains(part));
        }
        refused(order().planOnly());
    }

    @Test
    public void aServiceOfAnotherToolIsToldItsWayStepByStep() {
        create("EXTERNAL", s -> {});
        String message = refused(order());
        for (String part : new String[] {"The service legacy is deployed by the EXTERNAL controller", "task sets of another tool (none now)",
            "aws ecs create-service --cluster shop --service-name legacy-ecs", "--desired-count 2", "strategy=BLUE_GREEN",
            "aws ecs delete-service --cluster shop --service legacy --force"}) {
            assertTrue(part + " is missing in: " + message, message.contains(part));
        }
    }
}
