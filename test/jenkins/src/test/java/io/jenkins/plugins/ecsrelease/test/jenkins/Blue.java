package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assume.assumeTrue;

import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * A run as Blue Ocean's REST gives it, and as its buttons change it: nothing of it is compiled in here. See the README of
 * <a href="https://github.com/jenkinsci/blueocean-plugin/tree/master/blueocean-rest">blueocean-rest</a>.
 */
final class Blue {

    private final JenkinsRule jenkins;
    private final String run;
    private final Map<String, JenkinsRule.WebClient> browsers = new HashMap<>();

    Blue(JenkinsRule jenkins, WorkflowRun run) {
        assumeInstalled(jenkins, "blueocean-pipeline-api-impl");
        this.jenkins = jenkins;
        this.run = "blue/rest/organizations/jenkins/pipelines/" + run.getParent().getFullName().replace("/", "/pipelines/") + "/runs/" + run.getNumber() + "/";
    }

    /** Says what is missing where a plugin is not there. */
    static void assumeInstalled(JenkinsRule jenkins, String plugin) {
        assumeTrue("The plugin " + plugin + " is not on this Jenkins: give a directory that holds it and what it needs with -Dbeside.",
                jenkins.getPluginManager().getPlugin(plugin) != null);
    }

    /** A stage. */
    JSONObject stage(String name) throws Exception {
        for (Object each : JSONArray.fromObject(get(run + "nodes/"))) {
            if (((JSONObject) each).getString("displayName").equals(name)) {
                return (JSONObject) each;
            }
        }
        throw new AssertionError("no stage '" + name + "': " + get(run + "nodes/"));
    }

    /** The steps of a stage. */
    JSONArray steps(String stage) throws Exception {
        return JSONArray.fromObject(get(run + "nodes/" + stage(stage).getString("id") + "/steps/"));
    }

    /** The step of a stage that waits for somebody, once both are shown as paused: Jenkins has the gate a moment earlier. */
    JSONObject gate(String stage) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(2));
        while (true) {
            JSONArray steps = steps(stage);
            for (Object each : steps) {
                JSONObject input = ((JSONObject) each).optJSONObject("input");
                if (input != null && !input.isNullObject() && stage(stage).getString("state").equals("PAUSED")) {
                    return (JSONObject) each;
                }
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("nothing waits in '" + stage + "': " + stage(stage) + " " + steps);
            }
            Shop.pause();
        }
    }

    /** Presses the button that approves, with what the form holds: {@code [{"name": …, "value": …}]}. */
    WebResponse approve(String stage, String who, String parameters) throws Exception {
        JSONObject gate = gate(stage);
        return send(who, HttpMethod.POST, link(gate), new JSONObject().element("id", gate.getJSONObject("input").getString("id"))
                .element("parameters", JSONArray.fromObject(parameters)));
    }

    /** Presses the button that rejects. */
    WebResponse reject(String stage, String who) throws Exception {
        JSONObject gate = gate(stage);
        return send(who, HttpMethod.POST, link(gate), new JSONObject().element("id", gate.getJSONObject("input").getString("id")).element("abort", true));
    }

    /** Presses the button that stops the run. */
    WebResponse stop(String who) throws Exception {
        return send(who, HttpMethod.PUT, run + "stop/?blocking=true&timeOutInSecs=60", new JSONObject());
    }

    private static String link(JSONObject step) {
        return step.getJSONObject("_links").getJSONObject("self").getString("href").substring(1);
    }

    private String get(String path) throws Exception {
        WebResponse answer = browser("reader").loadWebResponse(new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.GET));
        assertEquals(path + " " + answer.getContentAsString(), 200, answer.getStatusCode());
        return answer.getContentAsString();
    }

    private WebResponse send(String who, HttpMethod method, String path, JSONObject body) throws Exception {
        JenkinsRule.WebClient web = browser(who);
        WebRequest request = new WebRequest(web.createCrumbedUrl(path), method);
        request.setAdditionalHeader("Content-Type", "application/json");
        request.setCharset(StandardCharsets.UTF_8);
        request.setRequestBody(body.toString());
        return web.loadWebResponse(request);
    }

    private JenkinsRule.WebClient browser(String who) throws Exception {
        if (!browsers.containsKey(who)) {
            browsers.put(who, browser(jenkins, who));
        }
        return browsers.get(who);
    }

    /** Somebody who is logged in, and is told of every answer as it is. */
    static JenkinsRule.WebClient browser(JenkinsRule jenkins, String who) throws Exception {
        JenkinsRule.WebClient web = jenkins.createWebClient().login(who);
        web.setThrowExceptionOnFailingStatusCode(false);
        // Other plugins' scripts and styles are for browsers of today.
        web.getOptions().setJavaScriptEnabled(false);
        web.getOptions().setCssEnabled(false);
        return web;
    }
}
