package io.jenkins.plugins.ecsrelease.engine.service;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.ecsrelease.engine.operation.Finding;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Problem;
import io.jenkins.plugins.ecsrelease.engine.operation.Turn;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.service.look.History;
import io.jenkins.plugins.ecsrelease.engine.service.look.HistoryLook;
import io.jenkins.plugins.ecsrelease.engine.service.look.LiveService;
import io.jenkins.plugins.ecsrelease.engine.service.look.ServiceLook;
import java.util.List;
import org.junit.Test;

/** What counts as evidence that UpdateService was made, when its reply was lost. */
public class UpdateTest {

    private static final String FOREIGN = Given.DEPLOYMENT + "-foreign";

    private final Baseline baseline = Baseline.of(Given.history());
    private final Update update = Update.of(Given.course(Given.order()).pinned(""), baseline);
    private final HistoryLook history = new HistoryLook("shop", "shop-web", baseline.since());
    private final ServiceLook service = new ServiceLook("shop", "shop-web");

    @Test
    public void aNewDeploymentOfOurTaskDefinitionIsTheEvidence() {
        assertEquals(Finding.made(Given.DEPLOYMENT), find(Given.service(), Given.entry(Given.DEPLOYMENT, "PENDING", 0, Given.NEW)));
    }

    @Test
    public void itIsTheEvidenceAlsoWhenItFailedBeforeItWasFirstListed() {
        assertEquals(Finding.made(Given.DEPLOYMENT),
                find(Given.service(), Given.entry(Given.DEPLOYMENT, "ROLLBACK_SUCCESSFUL", 0, Given.NEW)));
    }

    @Test
    public void itIsTheEvidenceAlsoWhenSomeoneDeployedOnTop() {
        assertEquals(Finding.made(Given.DEPLOYMENT), find(Given.service(),
                Given.entry(FOREIGN, "IN_PROGRESS", 5, Given.DEFINITIONS + "shop-web:19"),
                Given.entry(Given.DEPLOYMENT, "STOPPED", 0, Given.NEW)));
    }

    @Test
    public void aDeploymentFromBeforeIsNot() {
        assertEquals(Finding.absent(), find(Given.service()));
    }

    @Test
    public void aServiceThatNamesOurTaskDefinitionIsMadeThoughTheListLags() {
        assertEquals(Finding.made(""), find(Given.service("ACTIVE", "ECS", "BLUE_GREEN", 3, 3, Given.NEW)));
    }

    @Test
    public void aDeploymentThatDoesNotTellYetWhatItDeploysIsUnclear() {
        assertTrue(find(Given.service(), Given.entry(FOREIGN, "PENDING", 0, "")) instanceof Finding.Unclear);
    }

    @Test
    public void someoneElsesDeploymentAfterThePlanKeepsItFromBeingMade() {
        Outcome outcome = instead(find(Given.service(), Given.entry(FOREIGN, "IN_PROGRESS", 0, Given.DEFINITIONS + "shop-web:19")));
        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertTrue(outcome.message(), outcome.message().contains("shop-web:19") && outcome.message().contains(FOREIGN));
    }

    @Test
    public void anotherTaskDefinitionThanPlannedKeepsItFromBeingMade() {
        Outcome outcome = instead(find(Given.service("ACTIVE", "ECS", "BLUE_GREEN", 3, 3, Given.DEFINITIONS + "shop-web:16")));
        assertEquals(Verdict.STOPPED, outcome.verdict());
    }

    @Test
    public void whatCannotBeReadIsUnclear() {
        for (Problem.Kind kind : Problem.Kind.values()) {
            Finding<String> finding = update.find(Given.nothing().unknown(history, kind).known(service, Given.service()).view(update));
            assertTrue(kind + ": " + finding, finding instanceof Finding.Unclear);
        }
    }

    private Finding<String> find(LiveService now, History.Entry... newest) {
        List<History.Entry> entries = new java.util.ArrayList<>(List.of(newest));
        entries.addAll(Given.history().entries());
        return update.find(Given.nothing().known(history, new History(entries)).known(service, now).view(update));
    }

    private static Outcome instead(Finding<String> finding) {
        Turn turn = ((Finding.Absent<String>) finding).instead().orElseThrow();
        return Outcomes.of(turn);
    }
}
