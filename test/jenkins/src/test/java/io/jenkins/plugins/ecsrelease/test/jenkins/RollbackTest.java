package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import java.net.URL;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** The pages of a release on a real Jenkins, and the button that starts a rollback. */
public class RollbackTest {

    /** Slow enough that the traffic is looked at while it moves, however busy the machine is. */
    @ClassRule
    public static final Aws AWS = new Aws(5);

    @Rule(order = 0)
    public final CleanLog log = new CleanLog();

    @Rule(order = 1)
    public final JenkinsRule jenkins = new JenkinsRule();

    private static final String IMAGE = Shop.image("web", 3);
    private static final String WHERE = "environment: 'production', cluster: '" + Shop.CLUSTER + "', service: '" + Shop.SERVICE + "'";
    private static final String PIPELINE = String.join("\n",
            "def context = releaseContext()",
            "if (context.mode == 'rollback') {",
            "  def done = context.record[context.record.size() - 1]",
            "  input id: 'RollBackProduction', message: \"Roll back ${context.originalBuild}?\"",
            "  ecsRollback(" + WHERE + ", to: done.previousTaskDefinition, after: done.taskDefinition)",
            "} else {",
            "  ecsBlueGreen(" + WHERE + ", image: '" + IMAGE + "', plan: true)",
            "  input id: 'DeployProduction', message: 'Deploy " + IMAGE + "?'",
            "  ecsBlueGreen(" + WHERE + ", image: '" + IMAGE + "')",
            "}");

    @Test
    public void one_click_starts_a_build_that_takes_a_release_back_once_its_gate_is_approved() throws Exception {
        Shop shop = new Shop(AWS);
        Instance.prepare(jenkins, AWS);
        Instance.protect();
        String before = shop.image();
        WorkflowJob job = Instance.pipeline(jenkins, PIPELINE);
        WorkflowRun release = job.scheduleBuild2(0).waitForStart();
        assertEquals(200, ok(Instance.answer(jenkins, release, "bob", "proceedEmpty")));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(release));
        assertEquals(IMAGE, shop.image());

        String page = page("writer", release);
        assertTrue(page, page.contains("ecs-release-chart__line") && page.contains("<td>approved</td><td>bob</td>") && page.contains("Roll back"));
        assertFalse("bob may approve, and not start it", page("bob", release).contains("action=\"rollback\""));
        assertEquals(403, send("bob", release, HttpMethod.POST));
        assertEquals(405, send("writer", release, HttpMethod.GET));
        int deployments = shop.deployments();
        assertEquals(302, send("writer", release, HttpMethod.POST));
        assertEquals("a web request changes nothing", deployments, shop.deployments());

        while (job.getBuildByNumber(2) == null) {
            Shop.pause();
        }
        WorkflowRun rollback = job.getBuildByNumber(2);
        assertEquals(200, ok(Instance.answer(jenkins, rollback, "bob", "proceedEmpty")));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(rollback));
        jenkins.assertLogContains("Started to roll back #1", rollback);
        assertEquals(before, shop.image());
        assertTrue(page("reader", release).contains("Rolled back by"));
        assertTrue(page("reader", rollback).contains("This build rolls back"));
    }

    @Test
    public void a_pipeline_that_knows_nothing_of_rollbacks_is_kept_from_releasing_instead() throws Exception {
        Instance.prepare(jenkins, AWS);
        WorkflowJob job = Instance.pipeline(jenkins, "ecsBlueGreen(" + Instance.WHO + ", cluster: '" + Shop.CLUSTER + "', service: '" + Shop.SERVICE + "', image: '" + IMAGE + "')");
        int deployments = new Shop(AWS).deployments();
        WorkflowRun run = job.scheduleBuild2(0, new hudson.model.CauseAction(new io.jenkins.plugins.ecsrelease.steps.RollbackCause(7))).get();
        jenkins.assertBuildStatus(Result.FAILURE, run);
        jenkins.assertLogContains("This build was started to roll back #7, and ecsBlueGreen does something else: nothing was changed.", run);
        assertEquals(deployments, new Shop(AWS).deployments());
    }

    private String page(String who, WorkflowRun run) throws Exception {
        return jenkins.createWebClient().login(who).getPage(run, "ecs-release/").getWebResponse().getContentAsString();
    }

    private int send(String who, WorkflowRun run, HttpMethod method) throws Exception {
        JenkinsRule.WebClient web = jenkins.createWebClient().login(who);
        web.getOptions().setThrowExceptionOnFailingStatusCode(false);
        web.getOptions().setRedirectEnabled(false);
        URL url = method == HttpMethod.POST ? web.createCrumbedUrl(run.getUrl() + "ecs-release/rollback")
                : new URL(jenkins.getURL(), run.getUrl() + "ecs-release/rollback");
        return web.getPage(new WebRequest(url, method)).getWebResponse().getStatusCode();
    }

    /** Jenkins answers a button with its page, or leads to it. */
    private static int ok(int status) {
        return status == 302 ? 200 : status;
    }
}
