package io.jenkins.plugins.ecsrelease.steps.page;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.engine.run.Note;
import io.jenkins.plugins.ecsrelease.steps.ReleasePermissions;
import io.jenkins.plugins.ecsrelease.steps.RollbackCause;
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
import org.kohsuke.stapler.HttpResponses;
import org.springframework.security.access.AccessDeniedException;

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
        ReleaseChart chart = ReleaseChart.of(List.of(weights(0, 0), weights(60, 10), weights(120, 100), note(240))).orElseThrow();
        assertEquals("0.0,110.0 0.0,110.0 180.0,110.0 180.0,99.0 360.0,99.0 360.0,0.0 720.0,0.0", chart.getLine());
        assertTrue(chart.getText(), chart.getText().endsWith("100 % after 120 s."));
        assertEquals(List.of("0 s", "60 s", "120 s", "180 s", "240 s"), chart.getMarks().stream().map(ReleaseChart.Mark::text).toList());
        assertTrue(ReleaseChart.of(List.of(note(0))).isEmpty());
    }

    @Test
    public void health_is_drawn_on_the_same_axis_with_one_bar_for_looks_alike() {
        ReleaseChart chart = ReleaseChart.of(List.of(weights(0, 0), check(60, "pass"), check(90, "pass"), check(120, "fail"), note(240))).orElseThrow();
        ReleaseChart.Lane lane = chart.getLanes().get(0);
        assertEquals("alarm web-5xx", lane.getName());
        assertEquals(List.of("pass 180.0 180.0", "fail 360.0 360.0"),
                lane.getBars().stream().map(each -> each.getResult() + " " + each.getX() + " " + each.getWidth()).toList());
        assertTrue(chart.getText(), chart.getText().endsWith("Check alarm web-5xx: pass after 60 s, fail after 120 s."));
    }

    @Test
    public void health_without_traffic_has_a_chart_of_its_own() {
        assertEquals(0, ReleaseChart.of(List.of(check(0, "pass"), note(60))).orElseThrow().getHeight());
    }

    @Test
    public void the_button_starts_a_build_that_rolls_back_and_changes_nothing_itself() throws Exception {
        TestRun run = job.build().ended(Result.SUCCESS);
        journal(run, "1", "blue-green", "SUCCEEDED", false, "2");
        BuildReleases page = (BuildReleases) new BuildReleases.Factory().createFor(run).iterator().next();
        assertTrue(page.isOffered());
        page.doRollback();
        List<Cause> causes = ((CauseAction) jenkins.scheduled.get(0).get(0)).getCauses();
        assertEquals(1, ((RollbackCause) causes.get(0)).getBuild());
        assertTrue(causes.get(1) instanceof Cause.UserIdCause);
    }

    @Test
    public void who_may_not_roll_back_gets_no_button_and_no_build() throws Exception {
        jenkins.denied.add(ReleasePermissions.ROLLBACK);
        TestRun run = job.build().ended(Result.SUCCESS);
        journal(run, "1", "blue-green", "SUCCEEDED", false, "2");
        BuildReleases page = (BuildReleases) new BuildReleases.Factory().createFor(run).iterator().next();
        assertEquals(false, page.isOffered());
        assertThrows(AccessDeniedException.class, page::doRollback);
        assertEquals(List.of(), jenkins.scheduled);
    }

    @Test
    public void what_was_rolled_back_already_cannot_be_again() throws Exception {
        TestRun run = job.build().ended(Result.FAILURE);
        journal(run, "1", "blue-green", "ROLLED_BACK", false, "2");
        BuildReleases page = (BuildReleases) new BuildReleases.Factory().createFor(run).iterator().next();
        assertEquals(false, page.isUndoable());
        assertThrows(HttpResponses.HttpResponseException.class, page::doRollback);
        assertEquals(List.of(), jenkins.scheduled);
    }

    @Test
    public void a_web_request_can_only_post_it() throws Exception {
        assertTrue(BuildReleases.class.getMethod("doRollback").isAnnotationPresent(org.kohsuke.stapler.interceptor.RequirePOST.class));
    }

    @Test
    public void a_build_and_the_one_that_took_it_back_name_each_other() throws Exception {
        TestRun release = job.build().ended(Result.SUCCESS);
        journal(release, "1", "blue-green", "SUCCEEDED", false, "2");
        TestRun rollback = job.build().ended(Result.SUCCESS);
        journal(rollback, "2", "rollback", "SUCCEEDED", false, "1", "\"undoes\": \"1\",");
        assertEquals(List.of(2), new BuildReleases(release).getUndoneBy());
        assertEquals(1, new BuildReleases(rollback).getUndoes());
        assertEquals("what was taken back is not offered again", false, new BuildReleases(release).isUndoable());
        assertEquals("shop-web:1", new JobReleases(job).getLive().get(0).getTaskDefinition());
    }

    @Test
    public void a_rollback_that_failed_may_be_started_again() throws Exception {
        TestRun release = job.build().ended(Result.SUCCESS);
        journal(release, "1", "blue-green", "SUCCEEDED", false, "2");
        journal(job.build().ended(Result.FAILURE), "2", "rollback", "ROLLBACK_FAILED", false, "1", "\"undoes\": \"1\",");
        assertTrue(new BuildReleases(release).isUndoable());
        JobReleases page = new JobReleases(job);
        assertTrue(page.isOffered(page.getLive().get(0)));
        journal(job.build().ended(Result.SUCCESS), "3", "rollback", "SUCCEEDED", false, "1", "\"undoes\": \"1\",");
        assertEquals(false, new BuildReleases(release).isUndoable());
        assertEquals(List.of(2, 3), new BuildReleases(release).getUndoneBy());
    }

    @Test
    public void lines_of_a_plan_tell_what_is_added_and_removed() throws Exception {
        TestRun run = job.build().ended(Result.SUCCESS);
        journal(run, "1", "blue-green", "SUCCEEDED", true, "2");
        Path timeline = run.getRootDir().toPath().resolve("ecs-release/shop-1.timeline.jsonl");
        String notes = """
                {"at":"2026-11-23T08:00:01Z","kind":"plan","text":"Plan for web\\n    web image\\n      - shop@sha256:a\\n      + shop@sha256:b","details":{"hash":"0123456789abcdef"},"quiet":false}
                {"at":"2026-11-23T08:00:02Z","kind":"findings","text":"Found:","details":{"findings":[{"id":"CVE-1","severity":"HIGH","package":"bash","version":"4.2","fixedIn":"4.3","counts":true,"why":""}]},"quiet":false}
                """;
        Files.writeString(timeline, notes);
        Path journal = run.getRootDir().toPath().resolve("ecs-release/shop-1.json");
        Files.writeString(journal, Files.readString(journal).replace("\"timelineLength\": 0", "\"timelineLength\": " + notes.length()));
        ReleaseView release = new BuildReleases(run).getReleases().get(0);
        assertEquals(List.of("same", "same", "removed", "added"), release.getPlanLines().stream().map(ReleaseView.Line::getKind).toList());
        assertEquals("0123456789abcdef", release.getPlanHash());
        assertEquals("HIGH CVE-1 bash 4.2, fixed in 4.3", release.getFindings().stream()
                .map(each -> each.getSeverity() + " " + each.getId() + " " + each.getWhere() + ", fixed in " + each.getFixedIn()).findFirst().orElseThrow());
    }

    private static Note check(long second, String result) {
        return new Note(START.plusSeconds(second), Fact.quiet("check", Map.of("check", "alarm web-5xx", "result", result, "detail", "as seen")));
    }

    private static Note weights(long second, double share) {
        return new Note(START.plusSeconds(second), Fact.quiet("weights", Map.of("new", share)));
    }

    private static Note note(long second) {
        return new Note(START.plusSeconds(second), Fact.of("stage", "over"));
    }

    private static void journal(TestRun run, String id, String kind, String verdict, boolean plan, String revision) throws Exception {
        journal(run, id, kind, verdict, plan, revision, "");
    }

    private static void journal(TestRun run, String id, String kind, String verdict, boolean plan, String revision, String labels) throws Exception {
        Path directory = Files.createDirectories(run.getRootDir().toPath().resolve("ecs-release"));
        Instant created = START.plusSeconds(run.getNumber() - 1);
        Files.writeString(directory.resolve("shop-" + id + ".json"), """
                {"format": 1, "id": "shop-%s", "kind": "%s", "schema": 1,
                 "identity": {"region": "eu-central-1", "credentialsId": "x", "roleArn": "", "externalId": "", "sessionName": "s", "sessionTags": {}},
                 "labels": {%s"job": "shop", "build": "%d", "step": "ecsBlueGreen", "cluster": "shop", "service": "web",
                            "environment": "production", "plan": "%s"},
                 "created": "%s", "order": {}, "phase": {"name": "ended", "state": {"outcome": {"verdict": "%s", "message": "as told",
                   "result": {"taskDefinition": "arn:aws:ecs:eu-central-1:1:task-definition/shop-web:%s",
                              "previousTaskDefinition": "arn:aws:ecs:eu-central-1:1:task-definition/shop-web:1"}}}},
                 "signals": [], "timelineLength": 0, "outputLength": 0}
                """.formatted(id, kind, labels, run.getNumber(), plan, created, verdict, revision));
    }
}
