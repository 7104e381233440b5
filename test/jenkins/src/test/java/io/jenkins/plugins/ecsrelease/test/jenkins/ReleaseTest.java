package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.workflow.graph.FlowGraphWalker;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/** A release on a real Jenkins, through its gate, a restart and an abort, with one change at AWS each. */
public class ReleaseTest {

    private final Aws aws = new Aws(5);
    private final Lever lever = new Lever(aws);
    private final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(new CleanLog()).around(aws).around(lever).around(sessions);

    private static final String IMAGE = Shop.image("web", 2);
    private static final String DEPLOY = "ecsBlueGreen(environment: 'production', cluster: '" + Shop.CLUSTER + "', service: '" + Shop.SERVICE + "', image: image";

    private static final String GATED = String.join("\n",
            "def image = '" + IMAGE + "'",
            DEPLOY + ", plan: true)",
            "input id: 'DeployProduction', message: \"Deploy ${image}?\"",
            "def result = " + DEPLOY + ")",
            "echo \"verdict ${result.verdict} digest ${result.digest}\"");

    private static void prepare(JenkinsRule jenkins, Aws aws) throws Exception {
        Instance.prepare(jenkins, aws);
        Instance.protect();
    }

    @Test
    public void a_release_that_bob_approved_goes_on_after_a_restart_with_one_deployment() throws Throwable {
        Shop shop = new Shop(aws);
        Wire[] wire = new Wire[1];
        sessions.then(jenkins -> {
            Instance.prepare(jenkins, aws, lever.endpoint());
            Instance.protect();
            WorkflowJob job = Instance.pipeline(jenkins, GATED);
            wire[0] = lever.wire(aws.said("AWS_ACCESS_KEY_ID"), job.getFullName());
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            Instance.gate(jenkins, run);
            jenkins.waitForMessage("Proceed", run);
            Instance.assertNowhere(run, aws.said("AWS_SECRET_ACCESS_KEY"), "Proceed");
        });
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins.getAllItems(WorkflowJob.class).get(0).getBuildByNumber(1);
            lever.watch(jenkins.jenkins);
            wire[0].join(cell -> cell.phase().equals("shift"));
            Instance.answer(jenkins, run, "bob", "proceedEmpty");
            Lanes.until("it is being deployed", () -> wire[0].stopped().isPresent() || !run.isBuilding());
            jenkins.waitForMessage("approved by bob", run);
            Instance.assertNowhere(run, aws.said("AWS_SECRET_ACCESS_KEY"), "approved by bob");
        });
        sessions.then(jenkins -> {
            wire[0].join(cell -> false);
            WorkflowRun run = jenkins.jenkins.getAllItems(WorkflowJob.class).get(0).getBuildByNumber(1);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("[gate] production: approved by bob.", run);
            jenkins.assertLogContains("verdict SUCCEEDED digest " + IMAGE.substring(IMAGE.indexOf('@') + 1), run);
            assertEquals(IMAGE, shop.image());
            assertEquals("its creation and one release", 2, shop.deployments());
        });
    }

    @Test
    public void an_approval_by_an_administrator_who_is_not_listed_lets_nothing_in() throws Throwable {
        Shop shop = new Shop(aws);
        sessions.then(jenkins -> {
            prepare(jenkins, aws);
            WorkflowRun run = Instance.pipeline(jenkins, GATED).scheduleBuild2(0).waitForStart();
            Instance.answer(jenkins, run, "admin", "proceedEmpty");
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("admin, who approved, is not among its approvers (bob)", run);
            assertEquals(1, shop.deployments());
        });
    }

    @Test
    public void the_graph_and_the_pages_name_the_thing() throws Throwable {
        sessions.then(jenkins -> {
            prepare(jenkins, aws);
            WorkflowRun run = jenkins.buildAndAssertSuccess(Instance.pipeline(jenkins, "def image = '" + IMAGE + "'\n" + DEPLOY + ", plan: true)"));
            List<String> names = new ArrayList<>();
            new FlowGraphWalker(run.getExecution()).forEach(node -> names.add(node.getDisplayName()));
            assertTrue(names.toString(), names.contains("Plan " + Shop.CLUSTER + "/" + Shop.SERVICE));
            JenkinsRule.WebClient web = jenkins.createWebClient().login("alice");
            assertTrue(web.getPage(run, "ecs-release/").getWebResponse().getContentAsString().contains("+ " + IMAGE));
            assertTrue(web.goTo(run.getUrl() + "ecs-release/api/json", "application/json").getWebResponse().getContentAsString().contains("\"verdict\":\"SUCCEEDED\""));
            assertTrue(web.getPage(run).getWebResponse().getContentAsString().contains("ecs-release"));
            assertTrue(web.goTo(run.getParent().getUrl() + "ecs-releases/").getWebResponse().getContentAsString().contains("What this job left live"));
        });
    }
}
