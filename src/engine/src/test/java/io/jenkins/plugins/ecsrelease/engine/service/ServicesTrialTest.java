package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.rollback.RollbackOrder;
import java.time.Duration;
import java.util.Map;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * An application of two services, a worker without a load balancer and a web service behind one, as the library releases it:
 * one after the other, and back in reverse with what each release had answered.
 */
public class ServicesTrialTest {

    @Rule
    public final Shop shop = new Shop();

    private String worker;

    @Before
    public void serve() {
        shop.serve(how -> how.strategy("BLUE_GREEN").bakeTimeInMinutes(1));
        worker = shop.define(Shop.web(Shop.image("web", '1')));
        shop.ecs.createService(s -> s.cluster("shop").serviceName("worker").taskDefinition(worker).desiredCount(1)
                .networkConfiguration(n -> n.awsvpcConfiguration(v -> v.subnets("subnet-a"))));
        shop.trial.until("the worker is deployed", () -> shop.status(worker().currentServiceDeployment()).equals("SUCCESSFUL"));
        shop.advance(Duration.ofMinutes(1));
    }

    private Service worker() {
        return shop.ecs.describeServices(d -> d.cluster("shop").services("worker")).services().get(0);
    }

    private Outcome release(String service, String image, String strategy) {
        String id = "release-" + service;
        shop.trial.begin(id, shop.blueGreen, BlueGreenOrder.of("shop/main#42/" + service, "shop", service, Map.of("web", image)).by(strategy));
        return shop.trial.untilEnded(id);
    }

    private Outcome back(Outcome release) {
        shop.trial.begin("back", shop.rollback, RollbackOrder.of("shop/main#42/back", "shop", "worker")
                .to((String) release.result().get(Result.PREVIOUS_TASK_DEFINITION)).undoing(Shop.definition(release)));
        return shop.trial.untilEnded("back");
    }

    @Test
    public void bothRunTheNewVersionEachAsItIsDeployed() {
        assertEquals(Verdict.SUCCEEDED, release("worker", Shop.image("web", '2'), "ROLLING").verdict());
        assertEquals(Verdict.SUCCEEDED, release("web", Shop.image("web", '2'), "").verdict());
    }

    @Test
    public void whenTheSecondFailsTheFirstGoesBackToWhatItRan() {
        Outcome first = release("worker", Shop.image("web", '2'), "ROLLING");
        assertEquals(first.message(), Verdict.SUCCEEDED, first.verdict());
        assertEquals(Verdict.ROLLED_BACK, release("web", Shop.image("unhealthy", '2'), "").verdict());
        Outcome back = back(first);
        assertEquals(back.message(), Verdict.SUCCEEDED, back.verdict());
        assertEquals(worker, worker().taskDefinition());
    }

    @Test
    public void butNotWhereSomebodyDeployedSince() {
        Outcome first = release("worker", Shop.image("web", '2'), "ROLLING");
        String theirs = shop.define(Shop.web(Shop.image("web", '9')));
        shop.ecs.updateService(u -> u.cluster("shop").service("worker").taskDefinition(theirs));
        shop.trial.until("theirs is live", () -> shop.status(worker().currentServiceDeployment()).equals("SUCCESSFUL"));
        Outcome back = back(first);
        assertEquals(back.message(), Verdict.STOPPED, back.verdict());
        assertTrue(back.message(), back.message().contains("force"));
        assertEquals(theirs, worker().taskDefinition());
    }
}
