package io.jenkins.plugins.ecsrelease.steps;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;

import hudson.model.Cause;
import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.jenkins.Hosting;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.steps.host.TestContext;
import io.jenkins.plugins.ecsrelease.steps.host.TestCredentials;
import io.jenkins.plugins.ecsrelease.steps.host.TestFlow;
import io.jenkins.plugins.ecsrelease.steps.host.TestJenkins;
import io.jenkins.plugins.ecsrelease.steps.host.TestJob;
import io.jenkins.plugins.ecsrelease.steps.host.TestRun;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What releaseContext tells of a build. */
public class OriginTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private Sandbox sandbox;
    private TestJenkins jenkins;
    private TestJob job;

    @Before
    public void aJob() throws Exception {
        sandbox = Sandbox.start(SandboxOptions.running());
        jenkins = new TestJenkins(folder.newFolder("home"))
                .with(new TestCredentials("deployer", AccessKeys.administrator("123456789012"), AccessKeys.SECRET), false);
        job = new TestJob(jenkins, "shop");
        ReleaseConfiguration.get().setEndpoint(sandbox.endpoint().toString());
        ReleaseEngine.get().operations(List.of(new Probe()));
    }

    @After
    public void shutDown() {
        ReleaseEngine.shutDown();
        jenkins.close();
        sandbox.close();
    }

    @Test
    public void an_ordinary_build_is_a_release() throws Exception {
        Map<?, ?> told = told(job.build(new Cause.UserIdCause("alice")));
        assertEquals("release", told.get("mode"));
        assertEquals(0, told.get("originalBuild"));
        assertEquals(false, told.get("edited"));
        assertEquals(List.of(), told.get("record"));
    }

    @Test
    public void a_rebuild_tells_what_the_original_left_behind() throws Exception {
        TestRun failed = released("ROLLED_BACK").ended(Result.FAILURE);
        Map<?, ?> told = told(job.build(Hosting.replay(failed, true)));
        assertEquals("rebuild", told.get("mode"));
        assertEquals(1, told.get("originalBuild"));
        assertEquals("FAILURE", told.get("originalResult"));
        assertEquals(false, told.get("edited"));
        Map<?, ?> record = (Map<?, ?>) ((List<?>) told.get("record")).get(0);
        assertEquals("probe", record.get("step"));
        assertEquals("ROLLED_BACK", record.get("verdict"));
        assertEquals("shop", record.get("cluster"));
        assertEquals("web", record.get("service"));
    }

    @Test
    public void an_edited_replay_says_so() throws Exception {
        Map<?, ?> told = told(job.build(Hosting.replay(released("SUCCEEDED").ended(Result.SUCCESS), false)));
        assertEquals("replay", told.get("mode"));
        assertEquals(true, told.get("edited"));
    }

    @Test
    public void a_rebuild_of_a_replay_that_released_nothing_goes_back_to_the_release() throws Exception {
        TestRun release = released("SUCCEEDED").ended(Result.SUCCESS);
        TestRun replay = job.build(Hosting.replay(release, false)).ended(Result.FAILURE);
        Map<?, ?> told = told(job.build(Hosting.replay(replay, true)));
        assertEquals("rebuild", told.get("mode"));
        assertEquals(1, told.get("originalBuild"));
        assertEquals("an edit on the way back counts", true, told.get("edited"));
    }

    @Test
    public void a_restart_from_a_stage_knows_its_original() throws Exception {
        TestRun release = released("ROLLED_BACK").ended(Result.FAILURE);
        Map<?, ?> told = told(job.build(new RestartDeclarativePipelineCause(release)));
        assertEquals("restart", told.get("mode"));
        assertEquals(1, told.get("originalBuild"));
    }

    @Test
    public void an_original_that_is_gone_leaves_its_number() throws Exception {
        TestRun release = released("SUCCEEDED");
        TestRun rebuild = job.build(Hosting.replay(release, true));
        new Records.Keeper().onDeleted(release);
        job.forget(release);
        Map<?, ?> told = told(rebuild);
        assertEquals("rebuild", told.get("mode"));
        assertEquals(1, told.get("originalBuild"));
        assertEquals("", told.get("originalResult"));
        assertEquals("its record outlives it", 1, ((List<?>) told.get("record")).size());
    }

    @Test
    public void records_outlive_their_build_for_as_long_as_is_set() throws Exception {
        TestRun old = released("SUCCEEDED");
        TestRun young = released("SUCCEEDED");
        Instant now = Instant.now();
        Records.outlive(old, 30, now.minus(Duration.ofDays(31)));
        assertEquals(List.of(2, 1), Records.builds(job));
        Records.outlive(young, 30, now);
        assertEquals(List.of(2), Records.builds(job));
        ReleaseConfiguration.get().setRecordDays(0);
        TestRun last = released("SUCCEEDED");
        new Records.Keeper().onDeleted(last);
        assertEquals("with none to keep they go with their build", false, Files.exists(job.getRootDir().toPath().resolve("ecs-release/3")));
    }

    @Test
    public void a_build_that_was_started_to_roll_back_knows_what() throws Exception {
        TestRun release = released("SUCCEEDED").ended(Result.SUCCESS);
        Map<?, ?> told = told(job.build(new RollbackCause(release.getNumber()), new Cause.UserIdCause("alice")));
        assertEquals("rollback", told.get("mode"));
        assertEquals(1, told.get("originalBuild"));
        assertEquals(1, ((List<?>) told.get("record")).size());
    }

    @Test
    public void a_build_knows_why_its_own_steps_were_stopped() throws Exception {
        assertEquals("", told(job.build(new Cause.UserIdCause("alice"))).get("stopped"));
        assertEquals("", told(released("ROLLED_BACK")).get("stopped"));
        assertEquals("displaced", told(released("SUPERSEDED")).get("stopped"));
        assertEquals("abort", told(stopped(Result.ABORTED)).get("stopped"));
        assertEquals("displaced", told(stopped(Result.NOT_BUILT)).get("stopped"));
    }

    private TestRun stopped(Result as) throws Exception {
        TestRun run = job.build(new Cause.UserIdCause("alice"));
        TestContext context = new TestContext(run, new TestFlow());
        ReleaseExecution execution = (ReleaseExecution) new ProbeStep("SUCCEEDED", "signal", false).start(context);
        execution.start();
        await().until(() -> "waiting for a word".equals(execution.getStatus()));
        execution.stop(new FlowInterruptedException(as, true));
        context.failure();
        return run;
    }

    private TestRun released(String verdict) throws Exception {
        TestRun run = job.build(new Cause.UserIdCause("alice"));
        TestContext context = new TestContext(run, new TestFlow());
        ProbeStep step = ProbeStep.ending(verdict).deploying(false);
        step.setReturnVerdict(true);
        context.begin(step.start(context)).result();
        return run;
    }

    private static Map<?, ?> told(TestRun run) throws Exception {
        TestContext context = new TestContext(run, new TestFlow());
        return (Map<?, ?>) context.begin(new ReleaseContextStep().start(context)).result();
    }

    /** As the declarative plugin names it. */
    public static final class RestartDeclarativePipelineCause extends Cause {
        private final TestRun original;

        RestartDeclarativePipelineCause(TestRun original) {
            this.original = original;
        }

        public int getOriginRunNumber() {
            return original.getNumber();
        }

        public TestRun getOriginal() {
            return original;
        }

        @Override
        public String getShortDescription() {
            return "Restarted from build #" + original.getNumber();
        }
    }
}
