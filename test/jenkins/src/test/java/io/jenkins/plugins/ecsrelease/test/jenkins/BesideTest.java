package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import hudson.model.Action;
import hudson.model.Result;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.JenkinsSessionRule;

/**
 * Gates answered through Blue Ocean's own REST, and what Blue Ocean and Pipeline Graph View call the things of a release.
 * Neither is among the plugins that the tests install by themselves: {@code test/jenkins/run -Dbeside=directory}.
 */
public class BesideTest {

    private final Aws aws = new Aws(20);
    private final JenkinsSessionRule sessions = new JenkinsSessionRule();

    @Rule
    public final RuleChain rules = RuleChain.outerRule(new CleanLog()).around(aws).around(sessions);

    private static final String IMAGE = Shop.image("web", 4);
    private static final String THING = Shop.CLUSTER + "/" + Shop.SERVICE;
    private static final String DEPLOY = "ecsBlueGreen(environment: 'production', cluster: '" + Shop.CLUSTER + "', service: '" + Shop.SERVICE + "', image: '" + IMAGE + "'";
    private static final String ASK = "  input id: 'DeployProduction', message: 'Deploy " + IMAGE + "?', ok: 'Deploy', submitterParameter: 'APPROVER', submitter: ";

    private static String gated(String submitter) {
        return String.join("\n",
                "stage('Approve') {",
                "  " + DEPLOY + ", plan: true)",
                ASK + "'" + submitter + "'",
                "}",
                "stage('Deploy to production') {",
                "  " + DEPLOY + ")",
                "}");
    }

    private static void prepare(JenkinsRule jenkins, Aws aws) throws Exception {
        Blue.assumeInstalled(jenkins, "blueocean-pipeline-api-impl");
        Instance.prepare(jenkins, aws);
        Instance.protect();
    }

    @Test
    public void blue_ocean_shows_a_gate_and_only_who_is_on_its_list_opens_it_there_also_after_a_restart() throws Throwable {
        Shop shop = new Shop(aws);
        sessions.then(jenkins -> {
            prepare(jenkins, aws);
            WorkflowRun run = Instance.pipeline(jenkins, gated("bob")).scheduleBuild2(0).waitForStart();
            Instance.gate(jenkins, run);
            Blue blue = new Blue(jenkins, run);
            JSONObject input = blue.gate("Approve").getJSONObject("input");
            assertTrue(names(blue.steps("Approve")).contains("Plan " + THING));
            assertEquals("DeployProduction", input.getString("id"));
            assertEquals("Deploy " + IMAGE + "?", input.getString("message"));
            assertEquals("Deploy", input.getString("ok"));
            assertEquals("bob", input.getString("submitter"));
            assertTrue("it needs no form", input.getJSONArray("parameters").isEmpty());
            for (String other : List.of("alice", "writer", "reader")) {
                WebResponse answer = blue.approve("Approve", other, "[]");
                assertEquals(other, 400, answer.getStatusCode());
                assertTrue(answer.getContentAsString(), answer.getContentAsString().contains("You need to be bob to submit this."));
            }
            assertEquals("nor may a reader reject", 400, blue.reject("Approve", "reader").getStatusCode());
            assertEquals("PAUSED", blue.stage("Approve").getString("state"));
            assertEquals(1, shop.deployments());
        });
        sessions.then(jenkins -> {
            WorkflowRun run = jenkins.jenkins.getAllItems(WorkflowJob.class).get(0).getBuildByNumber(1);
            Instance.gate(jenkins, run);
            Blue blue = new Blue(jenkins, run);
            assertEquals(200, blue.approve("Approve", "bob", "[]").getStatusCode());
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            jenkins.assertLogContains("[gate] production: approved by bob.", run);
            assertEquals(IMAGE, shop.image());
            assertEquals("its creation and one release", 2, shop.deployments());
            assertEquals("approved by bob", answer(jenkins, run));
            assertEquals("SUCCESS", blue.stage("Deploy to production").getString("result"));
            assertTrue(names(blue.steps("Deploy to production")).contains("Deploy " + THING));
        });
    }

    @Test
    public void a_rejection_an_expired_gate_and_an_abort_through_blue_ocean_are_told_apart_and_an_administrator_does_not_count() throws Throwable {
        Shop shop = new Shop(aws);
        sessions.then(jenkins -> {
            prepare(jenkins, aws);

            WorkflowRun rejected = Instance.pipeline(jenkins, gated("bob")).scheduleBuild2(0).waitForStart();
            Instance.gate(jenkins, rejected);
            assertEquals(200, new Blue(jenkins, rejected).reject("Approve", "bob").getStatusCode());
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(rejected));
            assertEquals("rejected by bob", answer(jenkins, rejected));

            WorkflowRun stopped = Instance.pipeline(jenkins, gated("bob")).scheduleBuild2(0).waitForStart();
            Instance.gate(jenkins, stopped);
            assertEquals(200, new Blue(jenkins, stopped).stop("alice").getStatusCode());
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(stopped));
            assertEquals("aborted by alice", answer(jenkins, stopped));

            WorkflowRun expired = Instance.pipeline(jenkins, "stage('Approve') {\n" + DEPLOY + ", plan: true)\ntimeout(time: 3, unit: 'SECONDS') {\n" + ASK + "'bob'\n}\n}")
                    .scheduleBuild2(0).waitForStart();
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(expired));
            assertEquals("ABORTED", new Blue(jenkins, expired).stage("Approve").getString("result"));
            assertEquals("expired by ", answer(jenkins, expired));

            WorkflowRun administrator = Instance.pipeline(jenkins, gated("bob")).scheduleBuild2(0).waitForStart();
            Instance.gate(jenkins, administrator);
            assertEquals("Jenkins lets an administrator through", 200, new Blue(jenkins, administrator).approve("Approve", "admin", "[]").getStatusCode());
            jenkins.assertBuildStatus(Result.FAILURE, jenkins.waitForCompletion(administrator));
            jenkins.assertLogContains("admin, who approved, is not among its approvers (bob)", administrator);
            assertEquals("its creation alone", 1, shop.deployments());
        });
    }

    /** As the gate of a repeated release that failed; what its buttons send, and what a script sends that knows no form. */
    @Test
    public void a_choice_is_a_form_in_blue_ocean_and_what_it_sends_is_what_the_pipeline_gets() throws Throwable {
        sessions.then(jenkins -> {
            prepare(jenkins, aws);
            WorkflowJob job = Instance.pipeline(jenkins, String.join("\n",
                    "stage('Approve') {",
                    "  def answer = input(id: 'RollBackProduction', message: 'Roll back?', submitter: 'bob', submitterParameter: 'APPROVER',",
                    "    parameters: [choice(name: 'NEXT', choices: ['Roll back', 'Try again'], description: 'What this build does.')])",
                    "  echo \"map ${answer instanceof Map} ${answer}\"",
                    "}"));
            WorkflowRun run = job.scheduleBuild2(0).waitForStart();
            Instance.gate(jenkins, run);
            Blue blue = new Blue(jenkins, run);
            JSONObject parameter = blue.gate("Approve").getJSONObject("input").getJSONArray("parameters").getJSONObject(0);
            assertEquals("ChoiceParameterDefinition", parameter.getString("type"));
            assertEquals(List.of("Roll back", "Try again"), parameter.getJSONArray("choices"));
            assertEquals(400, blue.approve("Approve", "bob", "[{'name': 'OTHER', 'value': 'x'}]").getStatusCode());
            assertEquals(200, blue.approve("Approve", "bob", "[{'name': 'NEXT', 'value': 'Try again'}]").getStatusCode());
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            String log = JenkinsRule.getLog(run);
            assertTrue(log, log.contains("map true ") && log.contains("NEXT:Try again") && log.contains("APPROVER:bob"));

            WorkflowRun formless = job.scheduleBuild2(0).waitForStart();
            Instance.gate(jenkins, formless);
            assertEquals(200, new Blue(jenkins, formless).approve("Approve", "bob", "[]").getStatusCode());
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(formless));
            jenkins.assertLogContains("map false bob", formless);
        });
    }

    @Test
    public void pipeline_graph_view_names_the_thing_and_offers_the_gate() throws Throwable {
        sessions.then(jenkins -> {
            Blue.assumeInstalled(jenkins, "pipeline-graph-view");
            Instance.prepare(jenkins, aws);
            Instance.protect();
            WorkflowRun run = Instance.pipeline(jenkins, gated("bob")).scheduleBuild2(0).waitForStart();
            Instance.gate(jenkins, run);
            jenkins.waitForMessage("Deploy or Abort", run);
            JSONObject gate = step(graph(jenkins, run), "Wait for interactive input").getJSONObject("inputStep");
            assertEquals("DeployProduction", gate.getString("id"));
            assertFalse("its buttons post to proceedEmpty and abort", gate.getBoolean("parameters"));
            Instance.answer(jenkins, run, "bob", "proceedEmpty");
            jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
            assertEquals("success", step(graph(jenkins, run), "Plan " + THING).getString("state"));
            assertEquals("success", step(graph(jenkins, run), "Deploy " + THING).getString("state"));
            for (String page : List.of("", "ecs-release/", view(run) + "/")) {
                WebResponse answer = Blue.browser(jenkins, "reader").getPage(run, page).getWebResponse();
                assertEquals(page, 200, answer.getStatusCode());
                assertTrue("our page is led to beside theirs", answer.getContentAsString().contains("ecs-release") || page.equals(view(run) + "/"));
            }
        });
    }

    /** Its address has changed between versions. */
    private static String view(WorkflowRun run) {
        for (Action each : run.getAllActions()) {
            if (each.getClass().getSimpleName().equals("PipelineConsoleViewAction")) {
                return each.getUrlName();
            }
        }
        throw new AssertionError("no action of Pipeline Graph View among " + run.getAllActions());
    }

    private static JSONArray graph(JenkinsRule jenkins, WorkflowRun run) throws Exception {
        WebResponse answer = Blue.browser(jenkins, "reader").loadWebResponse(new WebRequest(new URL(jenkins.getURL(), run.getUrl() + view(run) + "/allSteps"), HttpMethod.GET));
        assertEquals(answer.getContentAsString(), 200, answer.getStatusCode());
        return JSONObject.fromObject(answer.getContentAsString()).getJSONObject("data").getJSONArray("steps");
    }

    private static JSONObject step(JSONArray steps, String name) {
        for (Object each : steps) {
            if (((JSONObject) each).getString("name").equals(name)) {
                return (JSONObject) each;
            }
        }
        throw new AssertionError("no step '" + name + "': " + steps);
    }

    private static List<String> names(JSONArray steps) {
        List<String> names = new ArrayList<>();
        steps.forEach(each -> names.add(((JSONObject) each).getString("displayName")));
        return names;
    }

    /** What our record says of the run's gate. */
    private static String answer(JenkinsRule jenkins, WorkflowRun run) throws Exception {
        JSONArray gates = JSONObject.fromObject(jenkins.createWebClient().login("reader").goTo(run.getUrl() + "ecs-release/api/json", "application/json")
                .getWebResponse().getContentAsString()).getJSONArray("gates");
        assertEquals(gates.toString(), 1, gates.size());
        return gates.getJSONObject(0).getString("answer") + " by " + gates.getJSONObject(0).getString("who");
    }
}
