package io.jenkins.plugins.ecsrelease.steps.image;

import static org.hamcrest.CoreMatchers.containsString;
import static org.hamcrest.CoreMatchers.not;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import hudson.model.TaskListener;
import io.jenkins.plugins.ecsrelease.engine.image.Allowance;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOperation;
import io.jenkins.plugins.ecsrelease.engine.image.ImageOrder;
import io.jenkins.plugins.ecsrelease.engine.image.Recipe;
import io.jenkins.plugins.ecsrelease.engine.image.ScanPolicy;
import io.jenkins.plugins.ecsrelease.engine.operation.Outcome;
import io.jenkins.plugins.ecsrelease.engine.operation.Verdict;
import io.jenkins.plugins.ecsrelease.sandbox.registry.BaseImage;
import io.jenkins.plugins.ecsrelease.steps.host.TestJenkins;
import io.jenkins.plugins.ecsrelease.steps.host.TestJob;
import io.jenkins.plugins.ecsrelease.steps.host.TestRun;
import java.util.List;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import software.amazon.awssdk.services.ecr.model.ImageDetail;

/** Images are really built with buildah on this machine, pushed to the sandbox's registry, and judged. */
public class ImageBuildTest {

    private static final String COMMIT = "4f0c1d2e3b4a5968778695a4b3c2d1e0f9a8b7c6";

    @Rule
    public final Workbench bench = new Workbench();

    @Before
    public void needsBuildah() {
        Workbench.needs("buildah");
    }

    private ImageOrder order(String id, Recipe recipe, ScanPolicy scan) {
        return new ImageOrder(
                id, bench.workspace.toString(), recipe, "shop/web", List.of(COMMIT, "main-" + id), COMMIT,
                "https://example.org/shop.git", "2026-11-23T08:00:00Z", true, false, scan, 120);
    }

    private void dockerfile(String more) throws Exception {
        bench.file("Dockerfile", "FROM " + bench.host() + "/base/busybox:1 AS build\n"
                + "RUN echo built > /made\nFROM " + bench.host() + "/base/busybox:1\nCOPY --from=build /made /app/made\n"
                + more + "USER 1000\nEXPOSE 8080\nCMD [\"cat\", \"/app/made\"]\n");
    }

    private Recipe recipe() {
        return Recipe.of(".").builtBy("buildah");
    }

    private ImageDetail stored(String tag) {
        return bench.ecr.describeImages(all -> all.repositoryName("shop/web").imageIds(id -> id.imageTag(tag)))
                .imageDetails()
                .get(0);
    }

    @Test
    public void aDockerfileBecomesAProvenImageInTheRegistry() throws Exception {
        bench.repositories("base/busybox", "shop/web");
        dockerfile("");
        Outcome outcome = bench.run("b1", new ImageOperation(), order("b1", recipe(), ScanPolicy.standard()));

        assertEquals(bench.said(), Verdict.SUCCEEDED, outcome.verdict());
        String digest = stored(COMMIT).imageDigest();
        assertEquals(digest, outcome.result().get("digest"));
        assertEquals("123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/web@" + digest, outcome.result().get("image"));
        assertEquals(false, outcome.result().get("reused"));
        assertEquals("The further tag names the same image", digest, stored("main-b1").imageDigest());
        assertThat(bench.said(), containsString("building with buildah"));
        assertThat(bench.said(), containsString("user 1000, ports 8080/tcp"));
        assertThat(bench.said(), containsString("The Dockerfile has 2 stages; the image begins with " + bench.host() + "/base/busybox:1."));
        assertThat(bench.said(), not(containsString("Warning")));
        List<String> progress = bench.log.stream().filter(line -> line.startsWith("Building ")).toList();
        assertTrue("How far it has come is said, and no line of the builder twice: " + progress,
                progress.stream().allMatch(line -> line.matches("Building \\S+(: step \\d+ of \\d+( of stage \\d+)?)?")));
        assertEquals("Nothing is left on the agent", List.of(), bench.beside());
    }

    @Test
    public void whatIsSeldomMeantIsWarnedOf() throws Exception {
        bench.repositories("base/busybox", "shop/web");
        new BaseImage(bench.ecr).push("base/busybox", "latest");
        bench.file("settings/.env", "PASSWORD=1\n");
        bench.file("settings/.env.example", "PASSWORD=\n");
        bench.file("settings/deploy-private.key", "x\n");
        bench.file("Dockerfile", "FROM " + bench.host() + "/base/busybox:latest\nCOPY settings /app\nRUN rm /app/deploy-private.key\n");
        Outcome outcome = bench.run("b1", new ImageOperation(), order("b1", recipe(), ScanPolicy.standard()));
        assertEquals(bench.said(), Verdict.SUCCEEDED, outcome.verdict());
        assertThat(bench.said(), containsString("Warning: The image runs as root."));
        assertThat(bench.said(), containsString("Warning: The Dockerfile has a single stage"));
        assertThat(bench.said(), containsString("Warning: The base image " + bench.host() + "/base/busybox:latest moves under its tag"));
        assertThat("A file that a later layer removes can still be read, and an example is none", bench.said(),
                containsString("look like secrets, and everybody who can pull the image can read them: app/.env, app/deploy-private.key. Keep"));
        assertThat("The base is named with its digest", bench.said(), containsString("from " + bench.host() + "/base/busybox:latest (sha256:"));
    }

    @Test
    public void theSameCommitIsNotBuiltTwice() throws Exception {
        bench.repositories("base/busybox", "shop/web");
        dockerfile("");
        Outcome first = bench.run("b1", new ImageOperation(), order("b1", recipe(), ScanPolicy.standard()));
        int uploads = bench.changes("CompleteLayerUpload").size();
        Outcome second = bench.run("b2", new ImageOperation(), order("b2", recipe(), ScanPolicy.standard()));

        assertEquals(bench.said(), Verdict.SUCCEEDED, second.verdict());
        assertEquals(first.result().get("digest"), second.result().get("digest"));
        assertEquals(true, second.result().get("reused"));
        assertEquals(uploads, bench.changes("CompleteLayerUpload").size());
    }

    @Test
    public void aRebuildThatIsAskedForBuildsAgainAndUploadsNoLayerThatIsThere() throws Exception {
        bench.repositories("base/busybox", "shop/web");
        dockerfile("");
        Recipe set = new Recipe("", ".", "", null, null, null, null, "buildah", null, "", 1_700_000_000L);
        String first = (String) bench.run("b1", new ImageOperation(), order("b1", set, ScanPolicy.standard())).result().get("digest");
        ImageOrder again = new ImageOrder(
                "b2", bench.workspace.toString(), set, "shop/web", List.of(COMMIT + "-2"), COMMIT, "https://example.org/shop.git", "",
                true, true, ScanPolicy.standard(), 120);
        int uploads = bench.changes("CompleteLayerUpload").size();
        Outcome second = bench.run("b2", new ImageOperation(), again);
        assertEquals(bench.said(), Verdict.SUCCEEDED, second.verdict());
        assertEquals(false, second.result().get("reused"));
        assertEquals("With a set time it is the same image", first, second.result().get("digest"));
        assertEquals("Nothing was uploaded", uploads, bench.changes("CompleteLayerUpload").size());

        ImageOrder held = new ImageOrder(
                "b3", bench.workspace.toString(), set, "shop/web", List.of(COMMIT), COMMIT, "https://example.org/shop.git", "", true, true,
                ScanPolicy.standard(), 120);
        Outcome refused = bench.run("b3", new ImageOperation(), held);
        assertThat(refused.message(), containsString("a rebuild needs another tag"));
    }

    @Test
    public void anImageBuiltInAnotherWayFromTheCommitIsNotTakenForIt() throws Exception {
        bench.repositories("base/busybox", "shop/web");
        dockerfile("");
        bench.run("b1", new ImageOperation(), order("b1", recipe(), ScanPolicy.standard()));
        Recipe other = new Recipe(
                "", ".", "build", null, null, null, null, "buildah", null, "", -1);
        Outcome second = bench.run("b2", new ImageOperation(), order("b2", other, ScanPolicy.standard()));
        assertEquals(Verdict.STOPPED, second.verdict());
        assertThat(second.message(), containsString("was not built from this commit"));
    }

    @Test
    public void aVulnerablePackageStopsItAndTheTableSaysWhich() throws Exception {
        bench.repositories("base/busybox", "shop/web");
        bench.file("zlib", "Package: zlib1g\nVersion: 1:1.2.11.dfsg-2\n");
        dockerfile("COPY zlib /var/lib/dpkg/status.d/zlib\n");
        Outcome outcome = bench.run("b1", new ImageOperation(), order("b1", recipe(), ScanPolicy.standard()));

        assertEquals(bench.said(), Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("CVE-2022-37434 (zlib1g 1:1.2.11.dfsg-2)"));
        assertThat(bench.said(), containsString("CRITICAL"));
        assertTrue("A further tag never names an image that did not pass",
                bench.ecr.listImages(all -> all.repositoryName("shop/web")).imageIds().stream()
                        .noneMatch(image -> "main-b1".equals(image.imageTag())));

        TestRun run = new TestJob(new TestJenkins(bench.folder.newFolder("jenkins")), "shop").build();
        FindingsArtifact.keep(run, TaskListener.NULL, bench.closed("b1"));
        JsonNode kept = new ObjectMapper().readTree(run.getRootDir().toPath().resolve("archive/ecs-release/shop/web/findings.json").toFile());
        assertEquals(outcome.result().get("digest"), kept.path("image").asText().replaceFirst(".*@", ""));
        assertEquals("HIGH", kept.path("severity").asText());
        assertEquals("CVE-2022-37434", kept.path("findings").get(0).path("id").asText());
        assertEquals("counts", kept.path("findings").get(0).path("why").asText());
    }

    private static ScanPolicy allowing(String until) {
        return new ScanPolicy("HIGH", false,
                List.of(new Allowance("CVE-2022-37434", "not reachable", until), new Allowance("CVE-2023-45853", "MiniZip is not used", "2099-12-31")),
                "", "", 60);
    }

    @Test
    public void aFindingIsAllowedUntilItsDayIsOver() throws Exception {
        bench.repositories("base/busybox", "shop/web");
        bench.file("zlib", "Package: zlib1g\nVersion: 1:1.2.11.dfsg-2\n");
        dockerfile("COPY zlib /var/lib/dpkg/status.d/zlib\n");
        ScanPolicy allowed = allowing("2099-12-31");
        Outcome outcome = bench.run("b1", new ImageOperation(), order("b1", recipe(), allowed));
        assertEquals(bench.said(), Verdict.SUCCEEDED, outcome.verdict());
        assertThat(bench.said(), containsString("allowed until 2099-12-31: not reachable"));

        ScanPolicy over = allowing("2020-12-31");
        Outcome again = bench.run("b2", new ImageOperation(), order("b2", recipe(), over));
        assertEquals(Verdict.STOPPED, again.verdict());
        assertThat(bench.said(), containsString("allowed until 2020-12-31, which is over"));
    }

    @Test
    public void aMissingRepositoryIsAnErrorThatSaysHowToMakeIt() throws Exception {
        bench.repositories("base/busybox");
        dockerfile("");
        Outcome outcome = bench.run("b1", new ImageOperation(), order("b1", recipe(), ScanPolicy.standard()));
        assertEquals(Verdict.STOPPED, outcome.verdict());
        assertThat(outcome.message(), containsString("aws ecr create-repository --region eu-central-1 --repository-name shop/web"));
        assertFalse("Nothing ran on the agent", bench.said().contains("building with"));
    }

    @Test
    public void theLoginIsInNoArgumentAndNoLogAndTheAgentsOwnConfigurationStays() throws Exception {
        bench.repositories("base/busybox", "shop/web");
        java.nio.file.Path home = java.nio.file.Path.of(bench.environment.get("HOME"));
        java.nio.file.Files.createDirectories(home.resolve(".docker"));
        String own = "{\n\t\"auths\": {\n\t\t\"registry.example.org\": {\"auth\": \"b3duOm93bg==\"},\n\t\t\"" + bench.host()
                + "\": {\"auth\": \"c3RhbGU6c3RhbGU=\"}\n\t},\n\t\"credHelpers\": {}\n}\n";
        java.nio.file.Files.writeString(home.resolve(".docker/config.json"), own);
        dockerfile("RUN cat /proc/[0-9]*/cmdline | tr '\\000' ' '; echo planted-marker\n");
        Outcome outcome = bench.run("b1", new ImageOperation(), order("b1", recipe(), ScanPolicy.standard()));
        assertEquals(bench.said(), Verdict.SUCCEEDED, outcome.verdict());
        assertThat(bench.said(), containsString("planted-marker"));
        assertThat(bench.said(), not(containsString("sbox-")));
        assertEquals(own, java.nio.file.Files.readString(home.resolve(".docker/config.json")));
    }
}
