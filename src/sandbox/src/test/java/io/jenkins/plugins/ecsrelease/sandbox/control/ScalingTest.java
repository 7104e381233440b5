package io.jenkins.plugins.ecsrelease.sandbox.control;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.sandbox.Clients;
import io.jenkins.plugins.ecsrelease.sandbox.control.ecs.Site;
import io.jenkins.plugins.ecsrelease.sandbox.world.Ledger;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ObjectNotFoundException;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ValidationException;

/** Application Auto Scaling of a service. */
public class ScalingTest {

    private static final String DIMENSION = "ecs:service:DesiredCount";

    @Rule
    public final Site site = new Site();

    private ApplicationAutoScalingClient scaling;

    @Before
    public void serve() {
        site.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(10));
        scaling = Clients.of(site.sandbox).client(ApplicationAutoScalingClient.class);
        scaling.registerScalableTarget(r -> r.serviceNamespace("ecs").resourceId("service/production/web").scalableDimension(DIMENSION)
                .minCapacity(1).maxCapacity(4));
    }

    private void schedule(String name, Duration in, Integer least, Integer most) {
        String at = site.time.now().plus(in).truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC).toLocalDateTime().toString();
        scaling.putScheduledAction(p -> p.serviceNamespace("ecs").resourceId("service/production/web").scalableDimension(DIMENSION)
                .scheduledActionName(name).schedule("at(" + at + ")").scalableTargetAction(a -> a.minCapacity(least).maxCapacity(most)));
    }

    private int desired() {
        return site.service().desiredCount();
    }

    @Test
    public void aNumberOutsideOfTheNewBoundsIsBroughtToTheNearerOne() {
        schedule("morning", Duration.ofMinutes(10), 3, null);
        schedule("evening", Duration.ofMinutes(20), 1, 1);
        site.time.advance(Duration.ofMinutes(9));
        assertEquals(2, desired());
        site.time.advance(Duration.ofMinutes(2));
        assertEquals(3, desired());
        site.time.advance(Duration.ofMinutes(10));
        assertEquals(1, desired());
        ScalableTarget target = scaling.describeScalableTargets(d -> d.serviceNamespace("ecs")).scalableTargets().get(0);
        assertEquals(List.of(1, 1), List.of(target.minCapacity(), target.maxCapacity()));
        assertEquals(List.of("Setting desired count to 1.", "Setting desired count to 3."),
                scaling.describeScalingActivities(d -> d.serviceNamespace("ecs")).scalingActivities().stream().map(one -> one.description()).toList());
        assertTrue(scaling.describeScheduledActions(d -> d.serviceNamespace("ecs")).scheduledActions().isEmpty());
        Ledger.Entry last = site.sandbox.world().ledger().of("UpdateService").get(1);
        assertTrue(last.principal(), last.principal().endsWith(
                ":assumed-role/AWSServiceRoleForApplicationAutoScaling_ECSService/AutoScaling-UpdateService"));
    }

    @Test
    public void whileADeploymentIsInProgressNothingIsScaledInAndThingsAreScaledOut() {
        site.release(Site.IMAGE + "web:2");
        schedule("fewer", Duration.ofMinutes(2), 1, 1);
        site.time.advance(Duration.ofMinutes(3));
        assertEquals(2, desired());
        schedule("more", Duration.ofMinutes(1), 4, 4);
        site.time.advance(Duration.ofMinutes(2));
        assertEquals(4, desired());
        assertEquals("IN_PROGRESS", site.deployment().statusAsString());
    }

    @Test
    public void whatIsSuspendedOrNoLongerRegisteredDoesNothing() {
        schedule("more", Duration.ofMinutes(1), 4, 4);
        scaling.registerScalableTarget(r -> r.serviceNamespace("ecs").resourceId("service/production/web").scalableDimension(DIMENSION)
                .suspendedState(s -> s.scheduledScalingSuspended(true)));
        site.time.advance(Duration.ofMinutes(2));
        assertEquals(2, desired());
        scaling.deregisterScalableTarget(d -> d.serviceNamespace("ecs").resourceId("service/production/web").scalableDimension(DIMENSION));
        assertThrows(ObjectNotFoundException.class, () -> schedule("later", Duration.ofMinutes(1), 4, 4));
    }

    @Test
    public void whatIsNoServiceOrNoRangeIsRefused() {
        assertThrows(ValidationException.class, () -> scaling.registerScalableTarget(r -> r.serviceNamespace("ecs")
                .resourceId("service/production/none").scalableDimension(DIMENSION).minCapacity(1).maxCapacity(2)));
        assertThrows(ValidationException.class, () -> scaling.registerScalableTarget(r -> r.serviceNamespace("ecs")
                .resourceId("service/production/web").scalableDimension(DIMENSION).minCapacity(3).maxCapacity(2)));
        assertThrows(ValidationException.class, () -> scaling.registerScalableTarget(r -> r.serviceNamespace("dynamodb")
                .resourceId("table/web").scalableDimension("dynamodb:table:ReadCapacityUnits").minCapacity(1).maxCapacity(2)));
    }
}
