package io.jenkins.plugins.ecsrelease.steps.page;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.run.Note;
import io.jenkins.plugins.ecsrelease.steps.host.TestJenkins;
import io.jenkins.plugins.ecsrelease.steps.host.TestJob;
import io.jenkins.plugins.ecsrelease.steps.host.TestRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What the pages show, read from closed journals as the engine leaves them in a build. */
public class PagesTest {

    private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private TestJenkins jenkins;
    private TestJob job;

    @Before
    public void aJob() throws Exception {
        jenkins = new TestJenkins(folder.newFolder("home"));
        job = new TestJob(jenkins, "shop");
    }

    @After
    public void close() {
        jenkins.close();
    }

    @Test
    public void a_build_that_released_nothing_has_no_page() throws Exception {
        assertEquals(List.of(), List.copyOf(new BuildReleases.Factory().createFor(job.build().ended(Result.SUCCESS))));
        assertEquals(List.of(), List.copyOf(new JobReleases.Factory().createFor(job)));
    }

    @Test
    public void a_build_shows_what_it_released() throws Exception {
        TestRun run = job.build().ended(Result.SUCCESS);
        journal(run, "1", "blue-green", "SUCCEEDED", false, "2");
        BuildReleases page = (BuildReleases) new BuildReleases.Factory().createFor(run).iterator().next();
        ReleaseView release = page.getReleases().get(0);
        assertEquals("ecsBlueGreen", release.getStep());
        assertEquals("shop/web", release.getThing());
        assertEquals("SUCCEEDED", release.getVerdict());
        assertEquals("shop-web:2", release.getTaskDefinition());
        assertEquals("shop-web:1", release.getPreviousTaskDefinition());
        assertEquals("2026-11-23 08:00:00 UTC", release.getStarted());
    }

    @Test
    public void a_job_shows_what_is_live_and_its_history_newest_first() throws Exception {
        journal(job.build().ended(Result.SUCCESS), "1", "blue-green", "SUCCEEDED", false, "2");
        journal(job.build().ended(Result.FAILURE), "2", "blue-green", "ROLLED_BACK", false, "3");
        journal(job.build().ended(Result.FAILURE), "3", "blue-green", "SUCCEEDED", true, "4");
        JobReleases page = (JobReleases) new JobReleases.Factory().createFor(job).iterator().next();
        assertEquals(List.of("ROLLED_BACK", "SUCCEEDED"), page.getHistory().stream().map(ReleaseView::getVerdict).toList());
        assertEquals("a failed release leaves the one before it live, and a plan changes nothing", List.of(1),
                page.getLive().stream().map(ReleaseView::getBuild).toList());
    }

    @Test
    public void traffic_is_drawn_in_steps_to_the_end_of_the_timeline() {
        TrafficChart chart = TrafficChart.of(List.of(weights(0, 0), weights(60, 10), weights(120, 100), note(240))).orElseThrow();
        assertEquals("0.0,120.0 0.0,120.0 180.0,120.0 180.0,108.0 360.0,108.0 360.0,0.0 720.0,0.0", chart.getLine());
        assertTrue(chart.getText(), chart.getText().endsWith("100 % after 120 s"));
        assertTrue(TrafficChart.of(List.of(note(0))).isEmpty());
    }

    private static Note weights(long second, double share) {
        return new Note(START.plusSeconds(second), Fact.quiet("weights", Map.of("new", share)));
    }

    private static Note note(long second) {
        return new Note(START.plusSeconds(second), Fact.of("stage", "over"));
    }

    private static void journal(TestRun run, String id, String kind, String verdict, boolean plan, String revision) throws Exception {
        Path directory = Files.createDirectories(run.getRootDir().toPath().resolve("ecs-release"));
        Instant created = START.plusSeconds(run.getNumber() - 1);
        Files.writeString(directory.resolve("shop-" + id + ".json"), """
                {"format": 1, "id": "shop-%s", "kind": "%s", "schema": 1,
                 "identity": {"region": "eu-central-1", "credentialsId": "x", "roleArn": "", "externalId": "", "sessionName": "s", "sessionTags": {}},
                 "labels": {"job": "shop", "build": "%d", "step": "ecsBlueGreen", "cluster": "shop", "service": "web",
                            "environment": "production", "plan": "%s"},
                 "created": "%s", "order": {}, "phase": {"name": "ended", "state": {"outcome": {"verdict": "%s", "message": "as told",
                   "result": {"taskDefinition": "arn:aws:ecs:eu-central-1:1:task-definition/shop-web:%s",
                              "previousTaskDefinition": "arn:aws:ecs:eu-central-1:1:task-definition/shop-web:1"}}}},
                 "signals": [], "timelineLength": 0, "outputLength": 0}
                """.formatted(id, kind, run.getNumber(), plan, created, verdict, revision));
    }
}
