package io.jenkins.plugins.ecsrelease.test.jenkins;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.cloudbees.jenkins.plugins.awscredentials.AWSCredentialsImpl;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Result;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/**
 * Many pipelines that wait in {@code ecsBlueGreen} at once: {@code -Dwaiting=200} of them, which is the default, in jobs of
 * ten builds. How soon pages answer meanwhile is printed.
 */
public class WaitingTest {

    private static final int PIPELINES = Integer.getInteger("waiting", 200);
    private static final int BUILDS = 10;
    private static final int LOOKS = 5;

    @ClassRule
    public static final Aws AWS = new Aws(20);

    @Rule(order = 0)
    public final CleanLog log = new CleanLog();

    @Rule(order = 1)
    public final JenkinsRule jenkins = new JenkinsRule();

    private final List<WorkflowRun> waiting = new ArrayList<>();

    @Test
    public void pipelines_that_wait_hold_neither_executors_nor_threads_and_pages_go_on_answering() throws Exception {
        new Shop(AWS).fleet(PIPELINES);
        SystemCredentialsProvider.getInstance().getCredentials().add(
                new AWSCredentialsImpl(CredentialsScope.GLOBAL, "deployer", Shop.KEY, Shop.SECRET, "of an administrator"));
        Instance.open(jenkins, AWS);
        Instance.fast(AWS);
        long threads = threads();
        System.out.printf(Locale.ROOT, "bench /, the first page of this Jenkins, before any build: %.2f s%n", ask(jenkins.createWebClient(), ""));
        begin();
        while (baking() < PIPELINES) {
            waiting.forEach(WaitingTest::assertBuilding);
            Shop.pause();
        }
        for (Computer each : jenkins.jenkins.getComputers()) {
            assertEquals("no executor is held", 0, each.countBusy());
            for (Executor light : each.getOneOffExecutors()) {
                assertTrue("no thread stands behind a build: " + light, !light.isAlive());
            }
        }
        Map<String, Integer> ours = ours();
        assertTrue(ours.toString(), ours.getOrDefault("ecs-release", 0) <= 6);
        assertTrue(ours.toString(), ours.getOrDefault("ecs-release short work", 0) <= 4);
        System.out.printf(Locale.ROOT, "bench %d pipelines wait in ecsBlueGreen: 0 executors, %d threads more than without (%d in all), of ours %s%n",
                PIPELINES, threads() - threads, threads(), ours);

        pages();
        for (WorkflowRun each : waiting) {
            each.doStop();
        }
        for (WorkflowRun each : waiting) {
            jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(each));
        }
    }

    /** Each build releases a service of its own. */
    private void begin() throws Exception {
        for (int i = 0; i < PIPELINES; i += BUILDS) {
            WorkflowJob job = jenkins.createProject(WorkflowJob.class, "fleet-" + i / BUILDS);
            job.setDefinition(new CpsFlowDefinition("ecsBlueGreen(" + Instance.WHO + ", cluster: '" + Shop.FLEET + "', service: \"s${" + i
                    + " + env.BUILD_NUMBER.toInteger() - 1}\", image: '" + Shop.image("web", 2) + "', onAbort: 'leave')", true));
            for (int build = 0; build < Math.min(BUILDS, PIPELINES - i); build++) {
                waiting.add(job.scheduleBuild2(0).waitForStart());
            }
        }
    }

    /** How many journals say that the service bakes. */
    private int baking() throws IOException {
        int baking = 0;
        try (Stream<Path> journals = Files.list(jenkins.jenkins.getRootDir().toPath().resolve("ecs-release/open"))) {
            for (Path each : journals.filter(file -> file.toString().endsWith(".json")).toList()) {
                baking += Files.readString(each).replaceAll("\\s", "").contains("\"phase\":{\"name\":\"shift\"") ? 1 : 0;
            }
        } catch (java.nio.file.NoSuchFileException soon) {
            return 0;
        }
        return baking;
    }

    private static void assertBuilding(WorkflowRun run) {
        if (!run.isBuilding()) {
            try {
                throw new AssertionError(run + " does not wait any more:\n" + JenkinsRule.getLog(run));
            } catch (Exception unreadable) {
                throw new AssertionError(run.toString(), unreadable);
            }
        }
    }

    private static long threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static Map<String, Integer> ours() {
        Map<String, Integer> ours = new TreeMap<>();
        for (Thread each : Thread.getAllStackTraces().keySet()) {
            if (each.getName().startsWith("ecs-")) {
                ours.merge(each.getName().replaceFirst("-\\d+$", ""), 1, Integer::sum);
            }
        }
        return ours;
    }

    private void pages() throws Exception {
        WorkflowRun last = waiting.get(PIPELINES - 1);
        JenkinsRule.WebClient web = jenkins.createWebClient();
        for (String page : List.of("", "computer/", last.getParent().getUrl(), last.getUrl(), last.getUrl() + "console", last.getUrl() + "ecs-release/",
                last.getUrl() + "ecs-release/api/json", last.getParent().getUrl() + "ecs-releases/", last.getParent().getUrl() + "ecs-releases/api/json",
                last.getParent().getUrl() + "api/json")) {
            double first = ask(web, page);
            double worst = 0;
            for (int i = 0; i < LOOKS; i++) {
                worst = Math.max(worst, ask(web, page));
            }
            System.out.printf(Locale.ROOT, "bench /%s: first view %.2f s, then at most %.2f s (goal 1 s)%n", page, first, worst);
        }
    }

    private double ask(JenkinsRule.WebClient web, String page) throws Exception {
        long began = System.nanoTime();
        WebResponse answer = web.loadWebResponse(new WebRequest(new URL(jenkins.getURL(), page)));
        double seconds = (System.nanoTime() - began) / 1e9;
        assertEquals(page, 200, answer.getStatusCode());
        return seconds;
    }
}
