package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.support.steps.input.InputAction;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;
import org.jvnet.hudson.test.LoggerRule;

/** A release on a real Jenkins, through its gate, a restart and an abort, with one change at AWS each. */
public class ReleaseTest {

    /** Slow enough that a Jenkins comes back before a bake of five minutes is over. */
    @Rule
    public final Aws aws = new Aws(5);

    @Rule
    public final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final LoggerRule log = new LoggerRule().record("", Level.WARNING).capture(1000);

    private static final String IMAGE = Shop.image("web", '2');

    private static final String GATED = String.join("\n",
            "def image = '" + IMAGE + "'",
            "ecsBlueGreen(environment: 'production', cluster: 'shop', service: 'web', image: image, plan: true)",
            "input id: 'DeployProduction', message: \"Deploy ${image}?\"",
            "def result = ecsBlueGreen(environment: 'production', cluster: 'shop', service: 'web', image: image)",
            "echo \"verdict ${result.verdict} digest ${result.digest}\"");

    @Test
    public void a_release_that_bob_approved_goes_on_after_a_restart_with_one_deployment() throws Throwable {
        Shop shop = new Shop(aws.endpoint());
        sessions.then(jenkins -> {
            Instance.prepare(jenkins, aws.endpoint());
            shop.serve(5);
            WorkflowJob job = Instance.pipeline(jenkins, GATED);
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            proceed(jenkins, run, "bob");
            shop.untilStage("BAKE_TIME");
            jenkins.waitForMessage("BAKE_TIME", run);
        });
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins.getAllItems(WorkflowJob.class).get(0).getBuildByNumber(1);
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("[gate] production: approved by bob.", run);
            jenkins.assertLogContains("verdict SUCCEEDED digest sha256:2222", run);
            assertEquals(IMAGE, shop.image());
            assertEquals("its creation and one release", 2, shop.deployments());
            nowhere(run, Shop.SECRET);
        });
        assertEquals(List.of(), wrong());
    }

    @Test
    public void an_approval_by_an_administrator_who_is_not_listed_lets_nothing_in() throws Throwable {
        Shop shop = new Shop(aws.endpoint());
        sessions.then(jenkins -> {
            Instance.prepare(jenkins, aws.endpoint());
            shop.serve(1);
            WorkflowRun run = Instance.pipeline(jenkins, GATED).scheduleBuild2(0).waitForStart();
            proceed(jenkins, run, "admin");
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("admin, who approved, is not among its approvers (bob)", run);
            assertEquals(1, shop.deployments());
        });
    }

    @Test
    public void an_abort_takes_the_release_back_and_the_build_is_aborted() throws Throwable {
        Shop shop = new Shop(aws.endpoint());
        sessions.then(jenkins -> {
            Instance.prepare(jenkins, aws.endpoint());
            shop.serve(5);
            String before = shop.image();
            WorkflowRun run = Instance.pipeline(jenkins, GATED).scheduleBuild2(0).waitForStart();
            proceed(jenkins, run, "bob");
            shop.untilStage("BAKE_TIME");
            run.doStop();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
            jenkins.assertLogContains("ROLLED_BACK", run);
            assertEquals(before, shop.image());
        });
    }

    @Test
    public void the_graph_and_the_pages_name_the_thing() throws Throwable {
        Shop shop = new Shop(aws.endpoint());
        sessions.then(jenkins -> {
            Instance.prepare(jenkins, aws.endpoint());
            shop.serve(1);
            WorkflowRun run = jenkins.buildAndAssertSuccess(Instance.pipeline(jenkins,
                    "ecsBlueGreen(environment: 'production', cluster: 'shop', service: 'web', image: '" + IMAGE + "', plan: true)"));
            List<String> names = new ArrayList<>();
            new org.jenkinsci.plugins.workflow.graph.FlowGraphWalker(run.getExecution()).forEach(node -> names.add(node.getDisplayName()));
            assertTrue(names.toString(), names.contains("Plan shop/web"));
            JenkinsRule.WebClient web = jenkins.createWebClient().login("alice");
            assertTrue(web.getPage(run, "ecs-release/").getWebResponse().getContentAsString().contains("+ " + IMAGE));
            assertTrue(web.goTo(run.getUrl() + "ecs-release/api/json", "application/json").getWebResponse().getContentAsString().contains("\"verdict\":\"SUCCEEDED\""));
            assertTrue(web.getPage(run).getWebResponse().getContentAsString().contains("ecs-release"));
            assertTrue(web.goTo(run.getParent().getUrl() + "ecs-releases/").getWebResponse().getContentAsString().contains("What this job left live"));
        });
    }

    private static void proceed(JenkinsRule jenkins, WorkflowRun run, String who) throws Exception {
        jenkins.waitForMessage("Proceed or Abort", run);
        while (run.getAction(InputAction.class) == null || run.getAction(InputAction.class).getExecutions().isEmpty()) {
            Thread.onSpinWait();
        }
        JenkinsRule.WebClient web = jenkins.createWebClient().login(who);
        web.getPage(new org.htmlunit.WebRequest(web.createCrumbedUrl(run.getUrl() + "input/DeployProduction/proceedEmpty"), org.htmlunit.HttpMethod.POST));
    }

    /** In no file of the build: not in its log, its build.xml, its program, nor in what the engine keeps. */
    private static void nowhere(WorkflowRun run, String secret) throws IOException {
        boolean looked = false;
        try (Stream<Path> files = Files.walk(run.getRootDir().toPath())) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1);
                looked = looked || content.contains("2222");
                assertFalse(each.toString(), content.contains(secret));
            }
        }
        assertTrue("it looked at the right files", looked);
    }

    private List<String> wrong() {
        return log.getMessages().stream().filter(each -> each.contains("Refusing to marshal") || each.contains("rejected class")
                || each.contains("NotSerializable") || each.contains("ecs-release")).toList();
    }
}
