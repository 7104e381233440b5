package io.jenkins.plugins.ecsrelease.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.AbortException;
import hudson.model.Cause;
import io.jenkins.plugins.ecsrelease.jenkins.Hosting;
import io.jenkins.plugins.ecsrelease.sandbox.Sandbox;
import io.jenkins.plugins.ecsrelease.sandbox.SandboxOptions;
import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.steps.environment.ReleaseEnvironment;
import io.jenkins.plugins.ecsrelease.steps.host.TestContext;
import io.jenkins.plugins.ecsrelease.steps.host.TestCredentials;
import io.jenkins.plugins.ecsrelease.steps.host.TestFlow;
import io.jenkins.plugins.ecsrelease.steps.host.TestJenkins;
import io.jenkins.plugins.ecsrelease.steps.host.TestJob;
import io.jenkins.plugins.ecsrelease.steps.host.TestRun;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jenkinsci.plugins.workflow.actions.TimingAction;
import org.jenkinsci.plugins.workflow.support.steps.input.InputSubmittedAction;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What lets a deployment into a protected environment, and what does not. */
public class GateTest {

    private static final String ACCOUNT = "123456789012";
    private static Sandbox sandbox;

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private TestJenkins jenkins;
    private TestJob job;
    private TestRun run;
    private TestFlow flow;
    private ReleaseEnvironment production;

    @BeforeClass
    public static void aws() {
        sandbox = Sandbox.start(SandboxOptions.running());
    }

    @AfterClass
    public static void noAws() {
        sandbox.close();
    }

    @Before
    public void aProtectedEnvironment() throws Exception {
        jenkins = new TestJenkins(folder.newFolder("home"))
                .with(new TestCredentials("deployer", AccessKeys.administrator(ACCOUNT), AccessKeys.SECRET), false)
                .with(new TestCredentials("of-production", AccessKeys.administrator(ACCOUNT), AccessKeys.SECRET), true);
        job = new TestJob(jenkins, "shop");
        run = job.build(new Cause.UserIdCause("alice"));
        flow = new TestFlow();
        production = new ReleaseEnvironment("production");
        production.setAccount(ACCOUNT);
        production.setRegion("eu-central-1");
        production.setClusters("shop");
        production.setServices("web*");
        production.setCredentialsId("of-production");
        production.setGated(true);
        production.setApprovers("bob, releasers");
        ReleaseConfiguration.get().setEndpoint(sandbox.endpoint().toString());
        ReleaseConfiguration.get().setEnvironments(List.of(production));
        ReleaseEngine.get().operations(List.of(new Probe()));
    }

    @After
    public void shutDown() {
        ReleaseEngine.shutDown();
        jenkins.close();
    }

    @Test
    public void an_approval_after_the_plan_that_names_the_image_lets_it_in() throws Exception {
        plan();
        approve("bob", "Deploy " + ProbeStep.DIGEST + " to production?");
        TestContext context = deploy();
        assertEquals("SUCCEEDED", ((Map<?, ?>) context.result()).get("verdict"));
        assertTrue(context.log(), context.log().contains("[gate] production: approved by bob."));
    }

    @Test
    public void a_member_of_an_approving_group_counts() throws Exception {
        jenkins.groups.put("carol", List.of("releasers"));
        hudson.model.User.getById("carol", true);
        plan();
        approve("carol", ProbeStep.DIGEST);
        deploy().result();
    }

    @Test
    public void a_plan_needs_no_approval() throws Exception {
        plan();
    }

    @Test
    public void without_an_approval_nothing_begins() throws Exception {
        plan();
        assertRefused("nobody has approved the gate 'DeployProduction' in this build");
    }

    @Test
    public void a_step_that_does_not_name_the_environment_is_bound_all_the_same() throws Exception {
        ProbeStep step = ProbeStep.ending("SUCCEEDED").deploying(false);
        TestContext context = new TestContext(run, flow);
        context.begin(step.start(context));
        assertTrue(context.failure().getMessage(), context.failure().getMessage().contains("nobody has approved"));
    }

    @Test
    public void an_approval_by_somebody_who_is_not_listed_does_not_count() throws Exception {
        plan();
        approve("admin", ProbeStep.DIGEST);
        assertRefused("admin, who approved, is not among its approvers");
    }

    @Test
    public void an_approval_by_nobody_in_particular_does_not_count_where_approvers_are_listed() throws Exception {
        plan();
        approve(null, ProbeStep.DIGEST);
        assertRefused("somebody who was not logged in, who approved, is not among its approvers");
    }

    @Test
    public void an_approval_of_another_image_does_not_count() throws Exception {
        plan();
        approve("bob", "Deploy sha256:" + "b".repeat(64) + "?");
        assertRefused("did not name the image " + ProbeStep.DIGEST);
    }

    @Test
    public void an_approval_that_was_asked_before_there_was_a_plan_does_not_count() throws Exception {
        approve("bob", ProbeStep.DIGEST);
        pause();
        plan();
        assertRefused("the gate was opened before there was a plan for shop/web");
    }

    @Test
    public void an_approval_of_another_gate_does_not_count() throws Exception {
        plan();
        pause();
        flow.node(TestFlow.arguments(Map.of("id", "DeployStaging", "message", ProbeStep.DIGEST)), new TimingAction(), new InputSubmittedAction("bob", Map.of()));
        assertRefused("nobody has approved the gate 'DeployProduction'");
    }

    @Test
    public void whoever_started_the_build_cannot_approve_it_where_that_is_asked() throws Exception {
        production.setApprovers("alice, bob");
        production.setOtherThanStarter(true);
        plan();
        approve("ALICE", ProbeStep.DIGEST);
        assertRefused("ALICE approved a build of their own");
    }

    @Test
    public void who_started_another_build_that_started_this_one_started_it() throws Exception {
        production.setOtherThanStarter(true);
        run = job.build(new Cause.UpstreamCause(job.build(new Cause.UserIdCause("bob"))));
        plan();
        approve("bob", ProbeStep.DIGEST);
        assertRefused("bob approved a build of their own");
    }

    @Test
    public void whoever_wrote_a_change_cannot_approve_it_where_that_is_asked() throws Exception {
        production.setOtherThanAuthor(true);
        run.authors.add("Bob");
        plan();
        approve("bob", ProbeStep.DIGEST);
        assertRefused("bob approved a change of their own");
        run.authors.clear();
        run.authors.add("carol");
        deploy().result();
    }

    @Test
    public void a_plan_that_was_refused_is_no_plan() throws Exception {
        TestContext context = new TestContext(run, flow);
        ProbeStep refused = in(ProbeStep.ending("STOPPED").deploying(true));
        refused.setReturnVerdict(true);
        context.begin(refused.start(context)).result();
        approve("bob", ProbeStep.DIGEST);
        assertRefused("the gate was opened before there was a plan");
    }

    @Test
    public void a_plan_that_was_not_stored_yet_when_the_gate_opened_does_not_count() throws Exception {
        TestContext slow = new TestContext(run, flow);
        ProbeStep step = in(new ProbeStep("SUCCEEDED", "signal", false).deploying(true));
        ReleaseExecution planning = (ReleaseExecution) step.start(slow);
        slow.begin(planning);
        Awaitility.await().until(() -> planning.journal().isPresent());
        pause();
        flow.beside(TestFlow.arguments(Map.of("id", "DeployProduction", "message", ProbeStep.DIGEST)), new TimingAction(), new InputSubmittedAction("bob", Map.of()));
        pause();
        planning.signal(ReleaseExecution.said(io.jenkins.plugins.ecsrelease.engine.operation.Signal.Kind.PROCEED, "", "late"));
        slow.result();
        assertRefused("the gate was opened before there was a plan");
    }

    @Test
    public void where_clocks_disagree_a_plan_that_lies_before_the_gate_counts() throws Exception {
        plan();
        TimingAction early = new TimingAction() {
            @Override
            public long getStartTime() {
                return 1;
            }
        };
        flow.node(TestFlow.arguments(Map.of("id", "DeployProduction", "message", ProbeStep.DIGEST)), early, new InputSubmittedAction("bob", Map.of()));
        deploy().result();
    }

    @Test
    public void a_way_back_to_the_last_good_version_needs_nobody() throws Exception {
        TestContext context = new TestContext(run, flow);
        context.begin(in(ProbeStep.ending("SUCCEEDED").rollingBack(false)).start(context));
        context.result();
    }

    @Test
    public void a_way_back_to_a_version_that_the_pipeline_names_needs_somebody_on_the_list() throws Exception {
        TestContext context = new TestContext(run, flow);
        context.begin(in(ProbeStep.ending("SUCCEEDED").rollingBack(true)).start(context));
        assertTrue(context.failure().getMessage(), context.failure().getMessage().contains("nobody has approved the gate 'RollBackProduction'"));
        flow.node(TestFlow.arguments(Map.of("id", "RollBackProduction", "message", "back?")), new TimingAction(), new InputSubmittedAction("admin", Map.of()));
        context = new TestContext(run, flow);
        context.begin(in(ProbeStep.ending("SUCCEEDED").rollingBack(true)).start(context));
        assertTrue(context.failure().getMessage(), context.failure().getMessage().contains("admin, who approved, is not among"));
        flow.node(TestFlow.arguments(Map.of("id", "RollBackProduction", "message", "back?")), new TimingAction(), new InputSubmittedAction("bob", Map.of()));
        context = new TestContext(run, flow);
        context.begin(in(ProbeStep.ending("SUCCEEDED").rollingBack(true)).start(context));
        context.result();
    }

    @Test
    public void a_build_that_was_started_to_roll_back_does_nothing_else() throws Exception {
        TestRun first = run;
        run = job.build(new RollbackCause(first.getNumber()));
        assertRefused("This build was started to roll back #1, and probe does something else: nothing was changed.");
        TestContext context = new TestContext(run, flow);
        context.begin(in(ProbeStep.ending("SUCCEEDED").rollingBack(false)).start(context));
        context.result();
        assertEquals("both builds are on record", "1", io.jenkins.plugins.ecsrelease.engine.run.Journal.all(Records.of(run)).get(0).labels().get("undoes"));
    }

    @Test
    public void who_approved_is_on_record() throws Exception {
        plan();
        approve("bob", ProbeStep.DIGEST);
        deploy().result();
        Map<String, String> labels = io.jenkins.plugins.ecsrelease.engine.run.Journal.all(Records.of(run)).stream()
                .filter(each -> "false".equals(each.labels().get("plan"))).findFirst().orElseThrow().labels();
        assertEquals("bob", labels.get("approver"));
        assertEquals("DeployProduction", labels.get("gate"));
    }

    @Test
    public void an_edited_replay_is_refused_where_it_is_so_set() throws Exception {
        ReleaseConfiguration.get().setEditedReplay("refuse");
        run = job.build(Hosting.replay(run, false));
        plan();
        approve("bob", ProbeStep.DIGEST);
        assertRefused("This build replays #1 with an edited script, and the environment 'production' takes none");
    }

    @Test
    public void an_edited_replay_is_warned_of_and_still_needs_the_gate() throws Exception {
        run = job.build(Hosting.replay(run, false));
        plan();
        assertRefused("nobody has approved");
        approve("bob", ProbeStep.DIGEST);
        TestContext context = deploy();
        context.result();
        assertTrue(context.log(), context.log().contains("WARNING: This build replays #1 with an edited script."));
    }

    @Test
    public void a_rebuild_of_an_edited_replay_is_edited_all_the_same() throws Exception {
        ReleaseConfiguration.get().setEditedReplay("refuse");
        TestRun edited = job.build(Hosting.replay(run, false));
        run = job.build(Hosting.replay(edited, true));
        plan();
        approve("bob", ProbeStep.DIGEST);
        assertRefused("This build repeats #2, which replays #1 with an edited script");
        job.forget(edited);
        assertRefused("This build repeats #2, which is gone: whether its script was edited cannot be told");
    }

    @Test
    public void a_rebuild_of_an_unedited_script_is_no_edited_replay() throws Exception {
        ReleaseConfiguration.get().setEditedReplay("refuse");
        run = job.build(Hosting.replay(run, true));
        plan();
        approve("bob", ProbeStep.DIGEST);
        deploy().result();
    }

    @Test
    public void a_branch_that_is_not_listed_is_refused_whatever_the_pipeline_says_it_is() throws Exception {
        production.setBranches("main, release/*");
        plan();
        approve("bob", ProbeStep.DIGEST);
        run.variables.put("BRANCH_NAME", "feature/x");
        TestContext context = new TestContext(run, flow).variable("BRANCH_NAME", "main");
        context.begin(step().start(context));
        assertTrue(context.failure().getMessage(), context.failure().getMessage().contains("this build is of 'feature/x'"));
        run.variables.put("BRANCH_NAME", "release/7");
        deploy().result();
    }

    @Test
    public void whoever_deploys_does_not_approve() throws Exception {
        production.setApprovers(null);
        plan();
        approve("SYSTEM", ProbeStep.DIGEST);
        assertRefused("it was approved by Jenkins itself, which deploys and is no person");
    }

    @Test
    public void whoever_deploys_does_not_approve_a_way_back_either() throws Exception {
        production.setApprovers(null);
        flow.node(TestFlow.arguments(Map.of("id", "RollBackProduction", "message", "back?")), new TimingAction(), new InputSubmittedAction("SYSTEM", Map.of()));
        TestContext context = new TestContext(run, flow);
        context.begin(in(ProbeStep.ending("SUCCEEDED").rollingBack(true)).start(context));
        assertTrue(context.failure().getMessage(), context.failure().getMessage().contains("it was approved by Jenkins itself, which deploys and is no person"));
        flow.node(TestFlow.arguments(Map.of("id", "RollBackProduction", "message", "back?")), new TimingAction(), new InputSubmittedAction("carol", Map.of()));
        context = new TestContext(run, flow);
        context.begin(in(ProbeStep.ending("SUCCEEDED").rollingBack(true)).start(context));
        context.result();
    }

    @Test
    public void a_wrong_account_stops() throws Exception {
        production.setAccount("999999999999");
        plan("The environment 'production' is in the account 999999999999");
    }

    @Test
    public void its_credentials_are_taken_from_it_alone() throws Exception {
        ProbeStep step = step();
        step.setCredentialsId("deployer");
        assertNotStarted(step, "The environment 'production' has credentials of its own: leave out 'credentialsId'.");
        ProbeStep other = ProbeStep.ending("SUCCEEDED");
        other.setCredentialsId("environment:production");
        assertNotStarted(other, "'environment:production' is no id of credentials: give environment: 'production' instead.");
        ProbeStep direct = ProbeStep.ending("SUCCEEDED");
        direct.setCredentialsId("of-production");
        TestContext context = new TestContext(run, flow);
        context.begin(direct.start(context));
        assertTrue(context.failure().getMessage(), context.failure().getMessage().startsWith("No AWS credentials 'of-production' that shop #1 may use"));
    }

    @Test
    public void its_credentials_must_be_of_system_scope() throws Exception {
        jenkins.with(new TestCredentials("for-all", AccessKeys.administrator(ACCOUNT), AccessKeys.SECRET), false);
        production.setCredentialsId("for-all");
        plan("The environment 'production' is protected, and its credentials 'for-all' are not of system scope");
        production.setGated(false);
        plan();
    }

    @Test
    public void the_use_of_credentials_is_noted() throws Exception {
        plan();
        assertTrue(jenkins.tracked.toString(), jenkins.tracked.contains("shop #1 used of-production"));
    }

    @Test
    public void an_unknown_environment_is_refused_with_those_there_are() throws Exception {
        ProbeStep step = ProbeStep.ending("SUCCEEDED");
        step.setEnvironment("prodction");
        assertNotStarted(step, "There is no environment 'prodction' in the system configuration; there is production.");
    }

    @Test
    public void a_region_that_contradicts_the_environment_is_refused() throws Exception {
        ProbeStep step = step();
        step.setRegion("us-east-1");
        assertNotStarted(step, "'region' is 'us-east-1' here and 'eu-central-1' in the environment 'production': leave it out.");
    }

    @Test
    public void the_controllers_own_identity_is_an_error_unless_it_is_allowed() throws Exception {
        ProbeStep step = ProbeStep.ending("SUCCEEDED");
        step.setCredentialsId(null);
        TestContext context = new TestContext(run, flow);
        context.begin(step.start(context));
        assertTrue(context.failure().getMessage(), context.failure().getMessage().startsWith("No identity: give 'credentialsId'"));
        ReleaseConfiguration.get().setControllerIdentity("other, shop");
        assertTrue(ReleaseConfiguration.get().allowsControllerIdentity("shop"));
        assertTrue(ReleaseConfiguration.get().allowsControllerIdentity("shop/main"));
        assertEquals(false, ReleaseConfiguration.get().allowsControllerIdentity("shopping"));
    }

    private void plan() throws Exception {
        TestContext context = new TestContext(run, flow);
        ProbeStep step = ProbeStep.ending("SUCCEEDED").deploying(true);
        in(step);
        context.begin(step.start(context));
        context.result();
    }

    private void plan(String refusal) throws Exception {
        TestContext context = new TestContext(run, flow);
        ProbeStep step = ProbeStep.ending("SUCCEEDED").deploying(true);
        in(step);
        context.begin(step.start(context));
        assertTrue(context.failure().getMessage(), context.failure().getMessage().startsWith(refusal));
    }

    private void approve(String who, String message) throws Exception {
        pause();
        flow.node(TestFlow.arguments(Map.of("id", "DeployProduction", "message", message)), new TimingAction(), new InputSubmittedAction(who, Map.of()));
    }

    /** Two things of one millisecond have no order. */
    private static void pause() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() == now) {
            Thread.onSpinWait();
        }
    }

    private TestContext deploy() throws Exception {
        TestContext context = new TestContext(run, flow);
        return context.begin(step().start(context));
    }

    private static ProbeStep step() {
        return in(ProbeStep.ending("SUCCEEDED").deploying(false));
    }

    private static ProbeStep in(ProbeStep step) {
        step.setEnvironment("production");
        step.setRegion(null);
        step.setCredentialsId(null);
        return step;
    }

    private void assertRefused(String why) throws Exception {
        Throwable failure = deploy().failure();
        assertEquals(AbortException.class, failure.getClass());
        assertTrue(failure.getMessage(), failure.getMessage().contains(why));
    }

    private void assertNotStarted(ProbeStep step, String why) throws Exception {
        try {
            step.start(new TestContext(run, flow));
        } catch (AbortException refused) {
            assertEquals(why, refused.getMessage());
            return;
        }
        throw new AssertionError("started");
    }
}
