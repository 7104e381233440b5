package io.jenkins.plugins.ecsrelease.steps;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import hudson.model.Result;
import io.jenkins.plugins.ecsrelease.engine.operation.Fact;
import io.jenkins.plugins.ecsrelease.steps.host.TestJenkins;
import io.jenkins.plugins.ecsrelease.steps.host.TestJob;
import io.jenkins.plugins.ecsrelease.steps.host.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Records of builds against the seals that AWS keeps of them. */
public class SealsTest {

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private TestJenkins jenkins;
    private TestRun run;

    @Before
    public void aBuild() throws Exception {
        jenkins = new TestJenkins(folder.newFolder("home"));
        run = new TestJob(jenkins, "shop").build().ended(Result.SUCCESS);
    }

    @After
    public void close() {
        jenkins.close();
    }

    private void record(String release) throws IOException {
        Path directory = Files.createDirectories(Records.of(run));
        Files.writeString(directory.resolve("shop-1-17.json"), """
                {"format":1,"id":"shop-1-17","kind":"blue-green","schema":1,"labels":{},"created":"2026-11-23T08:00:00Z","order":{"release":"%s"},
                 "phase":{"name":"ended","state":{"outcome":{"verdict":"SUCCEEDED","message":"Live.","result":{}}}},"signals":[]}""".formatted(release));
    }

    private Optional<String> said(String release) {
        return Seals.check(Fact.quiet("sealed", Map.of("release", release, "seal", "0:" + "0".repeat(64))));
    }

    @Test
    public void a_record_that_does_not_fit_is_told_of() throws Exception {
        record("shop#1/17");
        String warning = said("shop_1/17").orElseThrow();
        assertTrue(warning, warning.startsWith("WARNING: The release record shop-1-17 of shop #1 was changed after it was written"));
    }

    @Test
    public void a_record_under_another_name_is_told_of() throws Exception {
        record("shop#1/99");
        assertTrue(said("shop_1/17").orElseThrow().contains("is missing, or another's name was put into it"));
    }

    @Test
    public void what_is_gone_or_not_ours_is_no_news() throws Exception {
        assertEquals("a build without records", Optional.empty(), said("shop_1/17"));
        record("shop#1/17");
        assertEquals("a build that is gone", Optional.empty(), said("shop_9/17"));
        assertEquals("somebody else's tag", Optional.empty(), said("../../etc/passwd"));
        assertEquals("another fact", Optional.empty(), Seals.check(Fact.of("plan", "text", Map.of("release", "shop_1/17", "seal", "x"))));
    }
}
