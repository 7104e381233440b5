package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.permission.ShippedRole;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * The role with which ECS moves a service's traffic: what is wrong with it ECS says only when the new tasks run, and the plan
 * says before anything is changed.
 */
public class InfrastructureRoleTest {

    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
            + "\"ec2.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
    private static final String ALL_BUT_RULES = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"NotAction\":"
            + "\"elasticloadbalancing:ModifyRule\",\"Resource\":\"*\"}]}";
    private static final String NO_REGISTERING = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":"
            + "\"elasticloadbalancing:RegisterTargets\",\"Resource\":\"*\"}]}";

    @Rule
    public final Shop shop = new Shop();

    private IamClient iam;

    @Before
    public void serve() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        iam = shop.trial.aws(IamClient.class);
    }

    private void detach() {
        iam.detachRolePolicy(detach -> detach.roleName(InfrastructureRole.NAME).policyArn(ShippedRole.LOAD_BALANCERS));
    }

    private String refused() {
        Outcome outcome = shop.release(Shop.image("web", '2'));
        assertEquals(outcome.message(), Verdict.STOPPED, outcome.verdict());
        assertEquals(0, shop.changes("RegisterTaskDefinition") + shop.changes("UpdateService"));
        assertTrue(outcome.message(), outcome.message().contains("The infrastructure role " + Shop.ROLE)
                && outcome.message().contains("AmazonECSInfrastructureRolePolicyForLoadBalancers")
                || outcome.message().contains("trust policy"));
        return outcome.message();
    }

    @Test
    public void asAwsMakesItNothingIsSaidOfIt() {
        Outcome outcome = shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2')).planOnly());
        assertFalse((String) outcome.result().get(Result.PLAN), ((String) outcome.result().get(Result.PLAN)).contains("infrastructure role"));
        assertEquals(true, outcome.result().get(Result.READY));
    }

    @Test
    public void aRoleThatIsGoneStopsTheRelease() {
        detach();
        iam.deleteRole(delete -> delete.roleName(InfrastructureRole.NAME));
        String message = refused();
        assertTrue(message, message.contains("does not exist: create one that ecs.amazonaws.com may assume"));
    }

    @Test
    public void aRoleThatEcsMayNotAssumeStopsTheRelease() {
        iam.updateAssumeRolePolicy(update -> update.roleName(InfrastructureRole.NAME).policyDocument(TRUST));
        String message = refused();
        assertTrue(message, message.contains("does not let ecs.amazonaws.com assume it"));
    }

    @Test
    public void aRoleThatMayNotChangeTheRulesStopsTheRelease() {
        detach();
        iam.putRolePolicy(put -> put.roleName(InfrastructureRole.NAME).policyName("some").policyDocument(ALL_BUT_RULES));
        String message = refused();
        assertTrue(message, message.contains("may not elasticloadbalancing:ModifyRule on ") && message.contains(shop.production)
                && message.contains(shop.test) && !message.contains("RegisterTargets"));
    }

    @Test
    public void aRoleThatIsDeniedRegisteringTargetsStopsTheRelease() {
        iam.putRolePolicy(put -> put.roleName(InfrastructureRole.NAME).policyName("deny").policyDocument(NO_REGISTERING));
        String message = refused();
        assertTrue(message, message.contains("may not elasticloadbalancing:RegisterTargets on ") && message.contains(shop.blue)
                && message.contains(shop.green) && !message.contains("ModifyRule"));
    }

    @Test
    public void aRollingReleaseShiftsNothingAndNeedsNoSuchRole() {
        detach();
        Outcome outcome = shop.trial.run(shop.blueGreen, shop.order(Shop.image("web", '2')).by("ROLLING").planOnly());
        assertEquals((String) outcome.result().get(Result.PLAN), true, outcome.result().get(Result.READY));
    }
}
