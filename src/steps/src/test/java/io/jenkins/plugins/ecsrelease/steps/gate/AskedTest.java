package io.jenkins.plugins.ecsrelease.steps.gate;

import static org.junit.Assert.assertEquals;

import hudson.AbortException;
import hudson.model.Action;
import hudson.model.Result;
import hudson.model.User;
import io.jenkins.plugins.ecsrelease.steps.host.TestFlow;
import io.jenkins.plugins.ecsrelease.steps.host.TestJenkins;
import java.util.Map;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.actions.ErrorAction;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.TimingAction;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.support.steps.input.InputSubmittedAction;
import org.jenkinsci.plugins.workflow.support.steps.input.Rejection;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** How a gate ended, told from what Jenkins keeps of it. */
public class AskedTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final TestFlow flow = new TestFlow();
    private TestJenkins jenkins;

    @Before
    public void aJenkins() throws Exception {
        jenkins = new TestJenkins(folder.newFolder());
    }

    @After
    public void close() {
        jenkins.close();
    }

    @Test
    public void an_approval_tells_who() {
        assertEquals("approved by bob", ended(new InputSubmittedAction("bob", Map.of())));
    }

    @Test
    public void a_rejection_tells_who() {
        assertEquals("rejected by bob", interrupted(new Rejection(User.getById("bob", true))));
    }

    @Test
    public void a_time_limit_is_neither_a_rejection_nor_an_abort() {
        assertEquals("expired by ", interrupted(new ExceededTimeout()));
    }

    @Test
    public void an_abort_of_the_build_tells_who() {
        assertEquals("aborted by alice", interrupted(new CauseOfInterruption.UserInterruption("alice")));
    }

    @Test
    public void a_newer_build_that_passes_by_displaces() {
        assertEquals("displaced by ", interrupted(new CancelledCause()));
    }

    @Test
    public void a_gate_that_waits_is_open_and_one_that_breaks_failed() {
        assertEquals("open by ", ended(new LabelAction("Ask")));
        assertEquals("failed by ", ended(new ErrorAction(new AbortException("no such submitter"))));
    }

    @Test
    public void other_steps_are_no_gates() {
        flow.node(new ErrorAction(new AbortException("exit code 1")));
        assertEquals(0, Asked.of(flow).size());
    }

    private String interrupted(CauseOfInterruption cause) {
        return ended(new ErrorAction(new FlowInterruptedException(Result.ABORTED, true, cause)));
    }

    private String ended(Action how) {
        flow.called("input", TestFlow.arguments(Map.of("id", "DeployProduction", "message", "Deploy?")), new TimingAction(), how);
        Asked last = Asked.of(flow).get(Asked.of(flow).size() - 1);
        assertEquals("DeployProduction", last.gate());
        assertEquals("Deploy?", last.message());
        return last.answer() + " by " + last.who();
    }

    /** As the plugins of the steps around a gate name them. */
    private static class ExceededTimeout extends CauseOfInterruption {
        private static final long serialVersionUID = 1L;

        @Override
        public String getShortDescription() {
            return "Timeout has been exceeded";
        }
    }

    private static final class CancelledCause extends ExceededTimeout {
        private static final long serialVersionUID = 1L;
    }
}
