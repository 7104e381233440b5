package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;

/** What a release names and AWS does not know: said in a sentence, with what to do, before anything is changed. */
public class MissingThingsTest {

    @Rule
    public final Shop shop = new Shop();

    @Test
    public void aServiceThatDoesNotExist() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        refused(order("shop", "no-such-service", Shop.image("web", '2')), "There is no service 'no-such-service'", "Check");
    }

    @Test
    public void aClusterOfAnotherRegion() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        refused(order("shop-in-ireland", "web", Shop.image("web", '2')), "ClusterNotFoundException", "Check 'cluster', 'service', 'region'");
    }

    @Test
    public void anImageThatIsNotInEcr() {
        shop.serve(how -> how.strategy("BLUE_GREEN"));
        refused(order("shop", "web",
                "123456789012.dkr.ecr.eu-central-1.amazonaws.com/no-such-repository@sha256:" + "2".repeat(64)), "no-such-repository", "");
    }

    private static BlueGreenOrder order(String cluster, String service, String image) {
        return BlueGreenOrder.of("shop/main#42/2222", cluster, service, Map.of("web", image));
    }

    private void refused(BlueGreenOrder order, String what, String whatToDo) {
        Outcome outcome = shop.trial.run(shop.blueGreen, order);
        assertEquals(outcome.message(), Verdict.STOPPED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains(what) && outcome.message().contains(whatToDo));
        assertEquals(0, shop.changes("RegisterTaskDefinition") + shop.changes("UpdateService"));
    }
}
