package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.NetworkMode;

/** One role for the application and for starting it: a warning, or an error where two are required. */
public class RolesOfTasksTest {

    private static final String PULL = "arn:aws:iam::123456789012:role/pull";

    @Rule
    public final Shop shop = new Shop();

    @Before
    public void oneRoleForBoth() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        String definition = shop.ecs.registerTaskDefinition(register -> register.family("shop-web").networkMode(NetworkMode.AWSVPC)
                .requiresCompatibilities(Compatibility.FARGATE).cpu("256").memory("512").taskRoleArn(PULL).executionRoleArn(PULL)
                .containerDefinitions(Shop.web(Shop.image("web", '1')))).taskDefinition().taskDefinitionArn();
        shop.ecs.updateService(update -> update.cluster("shop").service("web").taskDefinition(definition));
        shop.trial.until("one role serves", () -> shop.status(shop.service().currentServiceDeployment()).equals("SUCCESSFUL")
                && shop.service().taskDefinition().equals(definition));
    }

    @Test
    public void isAWarningOfThePlan() {
        Outcome outcome = shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2')).planOnly());
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        String plan = (String) outcome.result().get(Result.PLAN);
        assertTrue(plan, plan.contains("WARNING: Task role and execution role are the same, pull: the application may then do all that ECS needs "
                + "to start it"));
    }

    @Test
    public void isAnErrorBeforeAnyChangeWhereTwoAreRequired() {
        long before = shop.changes("RegisterTaskDefinition") + shop.changes("UpdateService");
        Outcome outcome = shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2')).requiring("roles"));
        assertEquals(outcome.message(), Verdict.STOPPED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("Task role and execution role are the same, pull"));
        assertTrue(outcome.message(), outcome.message().contains("register a revision of shop-web with another taskRoleArn"));
        assertEquals(before, shop.changes("RegisterTaskDefinition") + shop.changes("UpdateService"));
    }

    @Test
    public void twoRolesAreNoConcern() {
        String two = shop.define(Shop.web(Shop.image("web", '1')));
        shop.ecs.updateService(update -> update.cluster("shop").service("web").taskDefinition(two));
        shop.trial.until("two roles serve", () -> shop.status(shop.service().currentServiceDeployment()).equals("SUCCESSFUL")
                && shop.service().taskDefinition().equals(two));
        Outcome outcome = shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2')).requiring("roles"));
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertFalse(outcome.message(), outcome.message().contains("role"));
    }
}
