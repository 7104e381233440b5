package io.jenkins.plugins.ecsrelease.test.jenkins;

import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.ErrorCollector;
import org.junit.rules.RuleChain;
import org.jvnet.hudson.test.JenkinsSessionRule;

/**
 * Every phase of every operation: Jenkins ends there and comes back, in a change also between its call and the reply; and
 * somebody aborts there. After it there is one change for each intent, and what is live is what the verdict says.
 *
 * <p>Which phases there are is what the engine says of its operations, so that one that is added and that no {@link Way}
 * leads through fails these tests. {@code -Dphases=rollbacks} runs one lane alone.
 */
public class PhasesTest {

    private final Aws aws = new Aws(10);
    private final Lever lever = new Lever(aws);
    private final Gate gate = new Gate();
    private final JenkinsSessionRule sessions = new JenkinsSessionRule();
    private final ErrorCollector errors = new ErrorCollector();

    /** A step that ends between Jenkins' suspending of pipelines and the end of our engine is told once more when it is back. */
    private final CleanLog log = new CleanLog().but("org.jenkinsci.plugins.workflow.cps.CpsStepContext");

    @Rule
    public final RuleChain rules = RuleChain.outerRule(errors).around(log).around(aws).around(gate).around(lever).around(sessions);

    @Test
    public void goes_on_after_a_restart_in_every_phase_with_one_change() throws Throwable {
        Lanes lanes = new Lanes(aws, lever, gate, errors, false);
        sessions.then(lanes::prepare);
        while (!lanes.over()) {
            sessions.then(lanes::session);
        }
        lanes.haveCovered();
    }

    @Test
    public void an_abort_in_every_phase_ends_as_aborted_and_says_what_was_left() throws Throwable {
        Lanes lanes = new Lanes(aws, lever, gate, errors, true);
        sessions.then(jenkins -> {
            lanes.prepare(jenkins);
            lanes.session(jenkins);
        });
        lanes.haveCovered();
    }
}
