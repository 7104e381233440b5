package io.jenkins.plugins.ecsrelease.engine.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;

import io.jenkins.plugins.ecsrelease.engine.Layer;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.engine.run.Trial;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.Fault;
import io.jenkins.plugins.ecsrelease.sandbox.world.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** A login of ECR lasts twelve hours, and a build, or a push, may last longer. */
public class LongBuildTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private final VirtualTime time = new VirtualTime(START);
    private Sandbox sandbox;
    private Trial trial;
    private Registry registry;
    private ScriptedAgent agent;
    private Instant over = START.plus(Duration.ofHours(11));

    @Before
    public void begin() {
        sandbox = Sandbox.start(SandboxOptions.virtual(time));
        trial = new Trial(time, sandbox.inProcess(), new ImageOperation()).forgetful();
        registry = new Registry(sandbox, trial).repository("shop/web");
        agent = new ScriptedAgent(true)
                .does("-build", () -> "STEP 1/2: FROM scratch\nSTEP 2/2: RUN sleep 50000\n")
                .does("-push", () -> Words.DIGEST + registry.push("shop/web", "v1", "", Layer.with("a", "b")) + "\n")
                .until(() -> time.now().isAfter(over));
        trial.agent(agent);
    }

    private void begin(int timeoutMinutes) {
        trial.begin("trial", new ImageOperation(), new ImageOrder("b1", "/work", Recipe.of("."), "shop/web", List.of("v1"), "", "", "",
                true, false, ScanPolicy.none("not here"), timeoutMinutes));
    }

    @After
    public void close() {
        registry.close();
        trial.close();
        sandbox.close();
    }

    @Test
    public void aBuildThatOutlivesItsLoginGetsAnotherInTime() {
        begin(1440);
        over = START.plus(Duration.ofMinutes(12 * 60 + 5));
        trial.advance(Duration.ofMinutes(9 * 60 + 58));
        assertEquals("Not before it is needed", List.of(), agent.replaced);
        trial.advance(Duration.ofHours(2));
        assertEquals("Before the first one ended", List.of("b1-build"), agent.replaced);
        assertEquals(Verdict.SUCCEEDED, trial.untilEnded("trial").verdict());
        assertEquals("The push came with one of its own", List.of("b1-build"), agent.replaced);
    }

    @Test
    public void aPushThatOutlivesItsLoginGetsAnotherInTime() {
        begin(1440);
        over = START.plus(Duration.ofSeconds(20));
        trial.until("the push", () -> agent.ran.contains("b1-push"));
        over = START.plus(Duration.ofMinutes(10 * 60 + 10));
        trial.advance(Duration.ofMinutes(10 * 60 + 5));
        assertEquals(List.of("b1-push"), agent.replaced);
        assertEquals(Verdict.SUCCEEDED, trial.untilEnded("trial").verdict());
    }

    @Test
    public void anAgentThatNeverComesBackEndsInAFailureThatNamesItAndNothingThatItPushedCounts() {
        begin(60);
        trial.advance(Duration.ofMinutes(10));
        agent.goesAway();
        trial.advance(Duration.ofHours(1));
        Outcome outcome = trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.TIMED_OUT, outcome.verdict());
        assertThat(outcome.message(), containsString("The 60 minutes of this step were over while this ran: Building"));
        assertThat(outcome.message(), containsString("the agent is not connected"));
        assertThat("What stays there is named", String.join("\n", trial.said()), containsString("The directories of b1 beside the workspace were not removed"));
        assertEquals(List.of(), sandbox.world().ledger().of("PutImage"));
    }

    @Test
    public void whereNoLoginCanBeHadTheBuildGoesOnWithWhatItHasAndSaysSo() {
        begin(1440);
        trial.advance(Duration.ofHours(9));
        sandbox.faults().put(Fault.every(Fault.Kind.DENIED, "ecr", "GetAuthorizationToken"));
        trial.advance(Duration.ofHours(2));
        sandbox.faults().clear();
        assertFalse(agent.replaced.contains("b1-build"));
        Outcome outcome = trial.untilEnded("trial");
        assertEquals(outcome.message(), Verdict.SUCCEEDED, outcome.verdict());
        assertThat(String.join("\n", trial.said()), containsString("Warning: the login to the registry ends soon and could not be renewed."));
    }
}
