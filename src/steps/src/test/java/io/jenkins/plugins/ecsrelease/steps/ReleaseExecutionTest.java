package io.jenkins.plugins.ecsrelease.steps;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.User;
import io.jenkins.plugins.ecsrelease.engine.run.Journal;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.steps.host.TestContext;
import io.jenkins.plugins.ecsrelease.steps.host.TestCredentials;
import io.jenkins.plugins.ecsrelease.steps.host.TestFlow;
import io.jenkins.plugins.ecsrelease.steps.host.TestJenkins;
import io.jenkins.plugins.ecsrelease.steps.host.TestJob;
import io.jenkins.plugins.ecsrelease.steps.host.TestRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import jenkins.model.CauseOfInterruption;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.jenkinsci.plugins.workflow.support.steps.input.Rejection;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** One call of a step, from its start to its verdict, across restarts and aborts. */
public class ReleaseExecutionTest {

    private static final Logger LISTENED = Logger.getLogger(ReleaseExecution.class.getName());

    private static Sandbox sandbox;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private TestJenkins jenkins;
    private TestRun run;
    private TestFlow flow;

    @BeforeClass
    public static void aws() {
        sandbox = Sandbox.start(SandboxOptions.running());
    }

    @AfterClass
    public static void noAws() {
        sandbox.close();
    }

    @Before
    public void jenkins() throws Exception {
        jenkins = new TestJenkins(folder.newFolder("home"))
                .with(new TestCredentials("deployer", AccessKeys.administrator("123456789012"), AccessKeys.SECRET), false);
        run = new TestJob(jenkins, "shop").build();
        flow = new TestFlow();
        configure();
    }

    @After
    public void shutDown() {
        ReleaseEngine.shutDown();
        jenkins.close();
        List.of(LISTENED.getHandlers()).forEach(LISTENED::removeHandler);
    }

    @Test
    public void a_success_returns_a_map_of_plain_values() throws Exception {
        Object result = begin(ProbeStep.ending("SUCCEEDED")).result();
        assertEquals(Map.of("verdict", "SUCCEEDED", "message", "as ordered", "digest", "sha256:1", "findings", Map.of("HIGH", 2)), result);
    }

    @Test
    public void every_other_verdict_fails_with_the_verdict_first() throws Exception {
        for (String verdict : List.of("ROLLED_BACK", "ROLLBACK_FAILED", "STOPPED", "TIMED_OUT", "UNKNOWN")) {
            Throwable failure = begin(ProbeStep.ending(verdict)).failure();
            assertEquals(AbortException.class, failure.getClass());
            assertEquals(verdict + ": as ordered", failure.getMessage());
        }
    }

    @Test
    public void superseded_ends_the_build_as_not_built() throws Exception {
        FlowInterruptedException failure = (FlowInterruptedException) begin(ProbeStep.ending("SUPERSEDED")).failure();
        assertEquals(Result.NOT_BUILT, failure.getResult());
        assertEquals("SUPERSEDED: as ordered", failure.getMessage());
    }

    @Test
    public void any_verdict_is_returned_when_it_was_asked_for() throws Exception {
        ProbeStep step = ProbeStep.ending("ROLLED_BACK");
        step.setReturnVerdict(true);
        assertEquals("ROLLED_BACK", ((Map<?, ?>) begin(step).result()).get("verdict"));
    }

    @Test
    public void bad_values_are_refused_before_anything_begins() throws Exception {
        TestContext context = new TestContext(run, flow);
        try {
            ProbeStep.ending("").start(context);
        } catch (AbortException refused) {
            assertEquals("No verdict: give one.", refused.getMessage());
            assertTrue(ReleaseEngine.get().engine().open().isEmpty());
            return;
        }
        throw new AssertionError("not refused");
    }

    @Test
    public void the_log_says_who_acts_and_how_it_ended() throws Exception {
        TestContext context = begin(ProbeStep.ending("SUCCEEDED"));
        context.result();
        assertTrue(context.log(), context.log().contains("[probe] Acting as arn:aws:iam::123456789012:"));
        assertTrue(context.log(), context.log().contains("in eu-central-1."));
        assertTrue(context.log(), context.log().contains("[probe] SUCCEEDED: as ordered"));
    }

    @Test
    public void the_node_is_labelled_with_the_thing() throws Exception {
        TestContext context = begin(ProbeStep.ending("SUCCEEDED"));
        context.result();
        assertEquals("Probe the end", context.node().getDisplayName());
    }

    @Test
    public void start_leaves_the_pipelines_thread_at_once_and_status_tells_where_it_stands() throws Exception {
        TestContext context = new TestContext(run, flow);
        ReleaseExecution execution = (ReleaseExecution) new ProbeStep("SUCCEEDED", "signal", false).start(context);
        assertFalse(execution.start());
        await().until(() -> "waiting for a word".equals(execution.getStatus()));
        execution.stop(aborted("alice"));
        context.failure();
    }

    @Test
    public void the_pipeline_is_saved_with_the_id_before_the_engine_is_told() throws Exception {
        TestContext context = begin(new ProbeStep("SUCCEEDED", "signal", false));
        await().until(() -> ReleaseEngine.get().engine().open().size() == 1);
        String id = ReleaseEngine.get().engine().open().get(0).id();
        assertTrue(new String(context.saved(), StandardCharsets.ISO_8859_1).contains(id));
        assertTrue(id, id.startsWith("shop-1-3-"));
    }

    @Test
    public void what_jenkins_saves_of_a_step_is_strings_numbers_and_booleans() throws Exception {
        TestContext context = begin(new ProbeStep("SUCCEEDED", "signal", false));
        await().until(() -> context.saved() != null);
        String program = new String(context.saved(), StandardCharsets.ISO_8859_1);
        assertTrue("it looks at the right thing", program.contains("ReleaseExecution"));
        for (String foreign : List.of("Probe$Order", "software.amazon", "java.time", "Optional", "engine.operation", "AKIA")) {
            assertFalse(foreign, program.contains(foreign));
        }
    }

    @Test
    public void a_restart_follows_on() throws Exception {
        TestContext context = begin(new ProbeStep("SUCCEEDED", "signal", false));
        await().until(() -> ReleaseEngine.get().engine().open().size() == 1);
        byte[] program = context.saved();
        restart();
        ReleaseExecution execution = (ReleaseExecution) context.resumed(program);
        await().until(() -> "waiting for a word".equals(execution.getStatus()));
        execution.signal(ReleaseExecution.said(io.jenkins.plugins.ecsrelease.engine.operation.Signal.Kind.PROCEED, "", "test"));
        assertEquals("SUCCEEDED", ((Map<?, ?>) context.result()).get("verdict"));
    }

    @Test
    public void a_crash_after_saving_and_before_the_journal_begins_it_once() throws Exception {
        TestContext context = new TestContext(run, flow);
        StepExecution execution = ProbeStep.ending("SUCCEEDED").start(context);
        context.begin(new NeverStarted(context));
        byte[] program = save(execution);
        context.resumed(program);
        assertEquals("SUCCEEDED", ((Map<?, ?>) context.result()).get("verdict"));
        assertEquals(1, Journal.all(ReleaseExecution.archive(run)).size());
    }

    @Test
    public void a_crash_after_the_end_tells_the_outcome_from_the_build() throws Exception {
        TestContext context = begin(ProbeStep.ending("ROLLED_BACK"));
        assertNotNull(context.failure());
        byte[] program = context.saved();
        restart();
        context.resumed(program);
        assertEquals("ROLLED_BACK: as ordered", context.failure().getMessage());
        assertEquals("it did not run again", 1, Journal.all(ReleaseExecution.archive(run)).size());
    }

    @Test
    public void an_abort_is_signalled_and_ends_with_its_own_cause() throws Exception {
        TestContext context = new TestContext(run, flow);
        ReleaseExecution execution = (ReleaseExecution) new ProbeStep("SUCCEEDED", "signal", false).start(context);
        execution.start();
        await().until(() -> "waiting for a word".equals(execution.getStatus()));
        Throwable cause = aborted("alice");
        execution.stop(cause);
        execution.stop(new IllegalStateException("a second stop changes nothing"));
        assertSame(cause, context.failure());
        assertTrue(context.log(), context.log().contains("[probe] STOPPED: stopped, about abort, by alice"));
    }

    @Test
    public void an_abort_that_could_not_be_saved_is_said_again() throws Exception {
        TestContext context = new TestContext(run, flow);
        ReleaseExecution execution = (ReleaseExecution) new ProbeStep("SUCCEEDED", "signal", false).start(context);
        execution.start();
        await().until(() -> "waiting for a word".equals(execution.getStatus()));
        List<String> log = listen();
        Path journals = ReleaseEngine.journals();
        Path away = journals.resolveSibling("away");
        Files.move(journals, away);
        Throwable cause = aborted("alice");
        execution.stop(cause);
        await().until(() -> log.stream().anyMatch(line -> line.contains("could not be put on record")));
        Files.move(away, journals);
        assertSame(cause, context.failure());
    }

    @Test
    public void what_is_being_saved_as_jenkins_goes_down_is_not_interrupted() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean saved = new AtomicBoolean();
        ReleaseEngine.get().later(() -> {
            begun.countDown();
            try {
                TimeUnit.MILLISECONDS.sleep(300);
                saved.set(true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        begun.await();
        ReleaseEngine.shutDown();
        assertTrue(saved.get());
    }

    @Test
    public void an_abort_before_anything_began_begins_nothing() throws Exception {
        TestContext context = new TestContext(run, flow);
        ReleaseExecution execution = (ReleaseExecution) ProbeStep.ending("SUCCEEDED").start(context);
        Throwable cause = aborted("alice");
        execution.stop(cause);
        execution.start();
        assertSame(cause, context.failure());
        assertFalse(ReleaseExecution.archive(run).toFile().exists());
    }

    @Test
    public void an_abort_survives_a_restart_and_the_build_is_aborted() throws Exception {
        TestContext context = new TestContext(run, flow);
        ReleaseExecution execution = (ReleaseExecution) new ProbeStep("SUCCEEDED", "signal", false).start(context);
        context.begin(execution);
        await().until(() -> "waiting for a word".equals(execution.getStatus()));
        ReleaseEngine.shutDown();
        execution.stop(aborted("alice"));
        byte[] program = context.program();
        restart();
        context.resumed(program);
        FlowInterruptedException failure = (FlowInterruptedException) context.failure();
        assertEquals(Result.ABORTED, failure.getResult());
        assertEquals("Aborted by alice", failure.getMessage());
    }

    @Test
    public void a_displaced_build_says_so() throws Exception {
        TestContext context = new TestContext(run, flow);
        ReleaseExecution execution = (ReleaseExecution) new ProbeStep("SUCCEEDED", "signal", false).start(context);
        execution.start();
        await().until(() -> "waiting for a word".equals(execution.getStatus()));
        execution.stop(new FlowInterruptedException(Result.NOT_BUILT, true));
        context.failure();
        assertTrue(context.log(), context.log().contains("about displaced"));
    }

    @Test
    public void a_block_begins_when_it_is_held_and_its_return_goes_on() throws Exception {
        TestContext context = new TestContext(run, flow).body();
        context.begin(new ProbeStep("SUCCEEDED", "signal", true).start(context));
        await().until(() -> context.theBody().begun() == 1);
        context.theBody().returns();
        assertEquals("SUCCEEDED", ((Map<?, ?>) context.result()).get("verdict"));
    }

    @Test
    public void a_rejected_block_rolls_back_and_gives_its_own_result() throws Exception {
        TestContext context = new TestContext(run, flow).body();
        context.begin(new ProbeStep("SUCCEEDED", "signal", true).start(context));
        await().until(() -> context.theBody().begun() == 1);
        Throwable rejected = new FlowInterruptedException(Result.ABORTED, true, new Rejection(User.getById("bob", true)));
        context.theBody().fails(rejected);
        assertSame(rejected, context.failure());
        assertTrue(context.log(), context.log().contains("ROLLED_BACK: rolled back: Rejected by bob"));
    }

    @Test
    public void a_deployment_that_ends_first_ends_the_block() throws Exception {
        TestContext context = new TestContext(run, flow).body();
        ReleaseExecution execution = (ReleaseExecution) new ProbeStep("SUCCEEDED", "signal", true).start(context);
        context.begin(execution);
        await().until(() -> context.theBody().begun() == 1);
        execution.signal(ReleaseExecution.said(io.jenkins.plugins.ecsrelease.engine.operation.Signal.Kind.ROLL_BACK, "", "a check"));
        assertEquals("ROLLED_BACK: rolled back: a check", context.failure().getMessage());
        assertTrue(context.theBody().cancelled().getMessage(), context.theBody().cancelled().getMessage().contains("ROLLED_BACK"));
    }

    @Test
    public void a_block_is_not_begun_twice_by_a_restart() throws Exception {
        TestContext context = new TestContext(run, flow).body();
        context.begin(new ProbeStep("SUCCEEDED", "signal", true).start(context));
        await().until(() -> context.theBody().begun() == 1);
        byte[] program = context.program();
        restart();
        ReleaseExecution execution = (ReleaseExecution) context.resumed(program);
        await().until(() -> "waiting for a word".equals(execution.getStatus()));
        execution.signal(ReleaseExecution.said(io.jenkins.plugins.ecsrelease.engine.operation.Signal.Kind.ROLL_BACK, "", "test"));
        context.failure();
        assertEquals(1, context.theBody().begun());
    }

    @Test
    public void a_hold_that_was_reached_while_jenkins_was_down_begins_its_block() throws Exception {
        TestContext context = new TestContext(run, flow).body();
        context.begin(new ProbeStep("SUCCEEDED", "signal", true).start(context));
        await().until(() -> context.theBody().begun() == 1);
        byte[] beforeTheHold = context.firstSaved();
        restart();
        context.resumed(beforeTheHold);
        await().until(() -> context.theBody().begun() == 2);
        context.theBody().returns();
        context.result();
    }

    @Test
    public void a_setting_that_loses_the_build_in_a_crash_is_said() throws Exception {
        flow.durability(FlowDurabilityHint.PERFORMANCE_OPTIMIZED);
        TestContext context = begin(ProbeStep.ending("SUCCEEDED"));
        context.result();
        assertTrue(context.log(), context.log().contains("PERFORMANCE_OPTIMIZED: it does not go on after a crash"));
    }

    @Test
    public void an_end_that_comes_while_jenkins_goes_down_is_told_after_it_is_back() throws Exception {
        TestContext context = begin(new ProbeStep("SUCCEEDED", "signal", false));
        await().until(() -> ReleaseEngine.get().engine().open().size() == 1);
        byte[] program = context.saved();
        jenkins.terminating = true;
        ReleaseEngine.get().engine().signal(ReleaseEngine.get().engine().open().get(0).id(),
                ReleaseExecution.said(io.jenkins.plugins.ecsrelease.engine.operation.Signal.Kind.PROCEED, "", "test"));
        restart();
        assertFalse(context.isDone());
        context.resumed(program);
        assertEquals("SUCCEEDED", ((Map<?, ?>) context.result()).get("verdict"));
    }

    private TestContext begin(ReleaseStep step) throws Exception {
        TestContext context = new TestContext(run, flow);
        return context.begin(step.start(context));
    }

    private void restart() {
        ReleaseEngine.shutDown();
        jenkins = jenkins.restarted();
        configure();
    }

    private void configure() {
        ReleaseConfiguration.get().setEndpoint(sandbox.endpoint().toString());
        ReleaseEngine.get().operations(List.of(new Probe()));
    }

    /** What executions tell the administrator from here on. */
    private static List<String> listen() {
        List<String> log = new CopyOnWriteArrayList<>();
        LISTENED.addHandler(new StreamHandler() {
            @Override
            public void publish(LogRecord line) {
                log.add(new SimpleFormatter().formatMessage(line));
            }
        });
        return log;
    }

    private static Throwable aborted(String user) {
        return new FlowInterruptedException(Result.ABORTED, true, new CauseOfInterruption.UserInterruption(user));
    }

    private static byte[] save(StepExecution execution) throws Exception {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        try (java.io.ObjectOutputStream out = new java.io.ObjectOutputStream(bytes)) {
            out.writeObject(execution);
        }
        return bytes.toByteArray();
    }

    /** Stands for an execution whose start was lost in a crash. */
    private static final class NeverStarted extends StepExecution {
        private static final long serialVersionUID = 1L;

        NeverStarted(TestContext context) {
            super(context);
        }

        @Override
        public boolean start() {
            return false;
        }
    }
}
